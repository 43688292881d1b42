import { MAPPED } from './dimensions';
import type { Texts } from './metric';
import { type Asker, DIMENSIONS, type Dimension } from './question';

type Spoken = readonly [en: string, zhHans: string, zhHant: string];

/** What people are told about a dimension. */
export interface DimensionAbout {
  readonly label: Texts;
  readonly describe: Texts;
  /** The dimensions that it divides further, the coarsest first. */
  readonly above: readonly Dimension[];
  /** The dimension whose names the workspace's rules make it of. */
  readonly madeOf: Dimension | null;
}

const ABOUT: Readonly<Record<Dimension, readonly [label: Spoken, describe: Spoken, above?: readonly Dimension[]]>> = {
  BRAND: [
    ['brand', '品牌', '品牌'],
    ['An own brand or a tracked competitor.', '自有品牌或被跟踪的竞品。', '自有品牌或被追蹤的競品。'],
  ],
  CHANNEL: [
    ['channel', '渠道', '渠道'],
    [
      'The way by which people are reached: paid search, e-mail, livestream …',
      '触达方式：付费搜索、邮件、直播等。',
      '觸及方式：付費搜尋、郵件、直播等。',
    ],
  ],
  PLATFORM: [['platform', '平台', '平台'], ['The platform whose numbers they are.', '数据所属的平台。', '資料所屬的平台。'], ['CHANNEL']],
  ACCOUNT: [
    ['account', '账户', '帳戶'],
    [
      'An advertising account, or an own account on a social platform.',
      '广告账户或社交平台上的自有账号。',
      '廣告帳戶或社群平台上的自有帳號。',
    ],
    ['CHANNEL', 'PLATFORM'],
  ],
  CAMPAIGN: [
    ['campaign', '广告系列', '廣告活動'],
    ['A campaign as its platform calls it.', '平台上的广告系列。', '平台上的廣告活動。'],
    ['CHANNEL', 'PLATFORM', 'ACCOUNT'],
  ],
  AD_GROUP: [
    ['ad group', '广告组', '廣告組合'],
    ['A part of a campaign; an ad set, a unit.', '广告系列之下的广告组、单元。', '廣告活動之下的廣告組合、單元。'],
    ['CHANNEL', 'PLATFORM', 'ACCOUNT', 'CAMPAIGN'],
  ],
  AD: [
    ['ad', '广告', '廣告'],
    ['One ad, by the id that its platform gives it.', '单条广告，以平台ID表示。', '單則廣告，以平台ID表示。'],
    ['CHANNEL', 'PLATFORM', 'ACCOUNT', 'CAMPAIGN', 'AD_GROUP'],
  ],
  CREATIVE: [
    ['creative', '素材', '素材'],
    ['What an ad shows; several ads may show the same.', '广告展示的素材，可被多条广告使用。', '廣告展示的素材，可被多則廣告使用。'],
  ],
  REGION: [
    ['region', '地区', '地區'],
    [
      'A country by its two letters (ISO 3166-1), or a part of one as the source calls it.',
      '国家以两位字母代码表示（ISO 3166-1），国内地区以来源名称为准。',
      '國家以兩位字母代碼表示（ISO 3166-1），國內地區以來源名稱為準。',
    ],
    ['MARKET'],
  ],
  PRODUCT: [['product', '产品', '產品'], ['A product as the shop calls it.', '店铺中的商品名称。', '店鋪中的商品名稱。'], ['CATEGORY']],
  SEGMENT: [
    ['segment', '客群', '客群'],
    [
      'New or returning customers; of surveys, the segment of the respondent.',
      '新客或老客；问卷中为受访者所属客群。',
      '新客或舊客；問卷中為受訪者所屬客群。',
    ],
  ],
  CREATOR: [
    ['creator', '达人', '達人'],
    ['The account of a creator who posts or sells.', '发布内容或带货的达人账号。', '發布內容或帶貨的達人帳號。'],
    ['TIER'],
  ],
  TIER: [
    ['creator tier', '达人量级', '達人量級'],
    ['How large the following of a creator is.', '达人的粉丝量级。', '達人的粉絲量級。'],
  ],
  RELATION: [
    ['relation', '合作关系', '合作關係'],
    ['Whether a post is own, paid or earned.', '内容为自有、付费或自发。', '內容為自有、付費或自發。'],
  ],
  FORMAT: [
    ['format', '内容形式', '內容形式'],
    ['Video, note, article, comment …', '视频、笔记、文章、评论等。', '影片、筆記、文章、留言等。'],
  ],
  DEVICE: [
    ['device', '设备', '裝置'],
    ['Desktop, mobile, tablet …', '桌面、手机、平板等。', '桌機、手機、平板等。'],
  ],
  QUERY: [
    ['query', '搜索词', '搜尋詞'],
    ['What was searched for; rare queries are left out.', '用户的搜索词，不含罕见词。', '使用者的搜尋詞，不含罕見詞。'],
    ['QUERY_TYPE'],
  ],
  PAGE: [['page', '页面', '頁面'], ["A page of the brand's site.", '品牌网站的页面。', '品牌網站的頁面。'], ['PAGE_TYPE']],
  SENTIMENT: [
    ['sentiment', '情感', '情感'],
    ['Positive, neutral or negative; none where it is not known.', '正面、中性或负面；未知则为空。', '正面、中性或負面；未知則為空。'],
  ],
  LANGUAGE: [
    ['language', '语言', '語言'],
    ['The language of a mention.', '提及内容的语言。', '提及內容的語言。'],
  ],
  SOURCE: [
    ['source', '数据来源', '資料來源'],
    ['The connected source that brought the rows.', '提供数据的接入来源。', '提供資料的接入來源。'],
  ],
  STUDY: [
    ['study', '调研项目', '調研專案'],
    ['A survey study.', '问卷调研项目。', '問卷調研專案。'],
  ],
  WAVE: [['wave', '调研批次', '調研批次'], ['One round of a study.', '调研的一个批次。', '調研的一個批次。'], ['STUDY']],
  AUDIENCE: [
    ['audience', '受众', '受眾'],
    ['Whom an e-mail went to.', '邮件的收件人群。', '郵件的收件人群。'],
  ],
  EXPERIMENT: [
    ['experiment', '实验', '實驗'],
    ['An experiment by its key.', '实验，以其键表示。', '實驗，以其鍵表示。'],
  ],
  PHASE: [
    ['phase', '实验阶段', '實驗階段'],
    ['A phase of an experiment; none where there is but one.', '实验阶段；只有一个阶段时为空。', '實驗階段；只有一個階段時為空。'],
    ['EXPERIMENT'],
  ],
  VARIANT: [
    ['variant', '实验组', '實驗組'],
    ['A variant of an experiment.', '实验的分组。', '實驗的分組。'],
    ['EXPERIMENT', 'PHASE'],
  ],
  OUTCOME: [
    ['outcome', '实验指标', '實驗指標'],
    ['What an experiment measures.', '实验所衡量的指标。', '實驗所衡量的指標。'],
    ['EXPERIMENT'],
  ],
  SPLIT: [
    ['split', '拆分方式', '拆分方式'],
    [
      'A way in which a platform breaks its ads down: keyword, search term, placement, age …',
      '平台拆分广告数据的方式：关键词、搜索词、版位、年龄等。',
      '平台拆分廣告資料的方式：關鍵字、搜尋字詞、版位、年齡等。',
    ],
  ],
  SPLIT_VALUE: [
    ['split value', '拆分值', '拆分值'],
    ['The keyword, the term, the placement itself.', '具体的关键词、搜索词或版位。', '具體的關鍵字、搜尋字詞或版位。'],
    ['SPLIT'],
  ],
  MATCH_TYPE: [
    ['match type', '匹配方式', '比對類型'],
    ['How a keyword is matched: exact, phrase, broad.', '关键词的匹配方式：精确、短语、广泛。', '關鍵字的比對類型：完全、詞組、廣泛。'],
  ],
  TOPIC: [
    ['topic', '话题', '話題'],
    ['What a mention is mostly about, by words that tell it.', '提及内容的主要话题，按关键词判定。', '提及內容的主要話題，按關鍵字判定。'],
  ],
  SPAM: [
    ['spam', '垃圾信息', '垃圾訊息'],
    ['Whether the text of a mention shows signs of spam.', '提及内容是否带有垃圾信息特征。', '提及內容是否帶有垃圾訊息特徵。'],
  ],
  WRITTEN: [
    ['form of writing', '书写形式', '書寫形式'],
    [
      'How a mention is written: English, simplified or traditional Chinese, both languages, another.',
      '提及内容的书写形式：英文、简体、繁体、混合或其他。',
      '提及內容的書寫形式：英文、簡體、繁體、混合或其他。',
    ],
  ],
  JUDGED_BY: [
    ['judged by', '情感判定者', '情感判定者'],
    [
      'Who gave a mention its sentiment: a person, the source, or a model with its version.',
      '情感由谁判定：人工、来源或某一版本的模型。',
      '情感由誰判定：人工、來源或某一版本的模型。',
    ],
  ],
  QUERY_VERSION: [
    ['query version', '检索词版本', '檢索詞版本'],
    ["The version of the brand's names that found a mention.", '检出该提及所用的品牌检索词版本。', '檢出該提及所用的品牌檢索詞版本。'],
  ],
  CATEGORY: [
    ['category', '品类', '品類'],
    ['A group of products.', '产品的类别。', '產品的類別。'],
  ],
  MARKET: [
    ['market', '市场', '市場'],
    ['A group of regions.', '地区的分组。', '地區的分組。'],
  ],
  INITIATIVE: [
    ['initiative', '营销类型', '行銷類型'],
    [
      'The sort of initiative: livestream, creators, festival, crossover …',
      '营销举措的类型：直播、达人、大促、跨界等。',
      '行銷舉措的類型：直播、網紅、大促、跨界等。',
    ],
  ],
  QUERY_TYPE: [
    ['query type', '搜索词类型', '搜尋詞類型'],
    ['Brand and non-brand queries, or finer.', '品牌词与非品牌词等类型。', '品牌詞與非品牌詞等類型。'],
  ],
  PAGE_TYPE: [
    ['page type', '页面类型', '頁面類型'],
    ['A group of pages.', '页面的分组。', '頁面的分組。'],
  ],
  POST: [
    ['post', '内容', '內容'],
    ['One post, by the id that its platform gives it.', '单条内容，以平台ID表示。', '單則內容，以平台ID表示。'],
    ['PLATFORM'],
  ],
  LIVESTREAM: [
    ['livestream', '直播场次', '直播場次'],
    ['One livestream, by the id that its platform gives it.', '单场直播，以平台ID表示。', '單場直播，以平台ID表示。'],
    ['PLATFORM'],
  ],
  PERSON: [
    ['person', '达人（本人）', '達人（本人）'],
    [
      'A creator as one person, whatever accounts they have; the roster of creators says whose an account is.',
      '达人本人，可有多个平台账号，由达人名册确定。',
      '達人本人，可有多個平台帳號，由達人名冊確定。',
    ],
  ],
  COLLABORATION: [
    ['collaboration', '合作项目', '合作專案'],
    [
      'What was agreed with a creator: posts, livestreams and their account.',
      '与达人约定的合作，含内容、直播与结算。',
      '與達人約定的合作，含內容、直播與結算。',
    ],
    ['PERSON'],
  ],
  COHORT: [
    ['cohort', '首购月份', '首購月份'],
    ['The calendar month of a customer’s first order.', '顾客首次下单的自然月。', '顧客首次下單的自然月。'],
  ],
  AGE: [
    ['months since the first order', '首购后月数', '首購後月數'],
    [
      'Calendar months since that of a customer’s first order; 0 is the month itself.',
      '距首次下单所在自然月的月数，0 为当月。',
      '距首次下單所在自然月的月數，0 為當月。',
    ],
    ['COHORT'],
  ],
  ENGINE: [
    ['answer engine', 'AI 问答引擎', 'AI 問答引擎'],
    ['The answer engine that was asked.', '被提问的 AI 问答引擎。', '被提問的 AI 問答引擎。'],
  ],
  PROMPT: [
    ['prompt', '提问词', '提問詞'],
    ['What an answer engine was asked.', '向 AI 问答引擎提出的问题。', '向 AI 問答引擎提出的問題。'],
  ],
};

/** Every dimension with what people are told about it. */
export const DIMENSION_CATALOG: ReadonlyMap<Dimension, DimensionAbout> = new Map(
  DIMENSIONS.map((dimension) => {
    const [label, describe, above = []] = ABOUT[dimension];
    return [dimension, { label: textsOf(label), describe: textsOf(describe), above, madeOf: MAPPED[dimension] ?? null }];
  }),
);

/** A dimension's name in the asker's language. */
export function dimensionName(dimension: Dimension, locale: Asker['locale']): string {
  return ABOUT[dimension][0][{ EN: 0, ZH_HANS: 1, ZH_HANT: 2 }[locale] as 0 | 1 | 2];
}

function textsOf([en, zhHans, zhHant]: Spoken): Texts {
  return { en, zhHans, zhHant };
}
