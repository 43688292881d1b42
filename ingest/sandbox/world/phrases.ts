/** What people say about a brand: pieces that a post is put together from. `{n}` is the brand's name, `{i}` one of its products. */
export interface Phrases {
  readonly items: Readonly<Record<'lamp' | 'skin' | 'tea', readonly string[]>>;
  readonly openers: readonly string[];
  readonly tails: readonly string[];
  readonly positive: Readonly<Record<'lamp' | 'skin' | 'tea' | 'any', readonly string[]>>;
  readonly neutral: Readonly<Record<'lamp' | 'skin' | 'tea' | 'any', readonly string[]>>;
  readonly negative: Readonly<Record<'lamp' | 'skin' | 'tea' | 'any', readonly string[]>>;
  readonly crisis: Readonly<Record<'allergy' | 'counterfeit' | 'late-parcels', readonly string[]>>;
  readonly unbranded: readonly (readonly [text: string, tag: string])[];
}

/** The written languages of the sandbox's posts, as BCP 47 scripts. */
export type Script = 'en' | 'zh-Hans' | 'zh-Hant';

const ENGLISH: Phrases = {
  items: {
    lamp: ['desk lamp', 'ceiling light', 'night light'],
    skin: ['serum', 'face cream', 'sunscreen'],
    tea: ['oolong', 'green tea', 'gift box'],
  },
  openers: ['', '', 'One month in: ', 'Honest opinion: ', 'Small update. ', 'For anyone asking, ', 'Sunday thought: '],
  tails: ['', '', ' My sister agrees.', ' Ordered it online last week.', ' Bought it at full price.', ' Photos tomorrow.', ' That is all.'],
  positive: {
    any: [
      'I love my {n} {i}, it is excellent and worth every cent.',
      'the {n} {i} is fantastic, best purchase of the year.',
      'great service from {n}, the {i} arrived fast and works perfectly.',
      'so happy with the {n} {i}, highly recommended!',
    ],
    lamp: ['the {n} {i} gives a beautiful warm light and my eyes feel great.', 'setting up the {n} {i} was easy and the app is wonderful.'],
    skin: ['my skin is soft and calm thanks to the {n} {i}, amazing.', 'the {n} {i} smells lovely and absorbs perfectly.'],
    tea: ['the {n} {i} tastes wonderful, fresh and delicious.', 'a cup of {n} {i} makes the morning perfect, love it.'],
  },
  neutral: {
    any: [
      'the {n} {i} comes in two sizes now.',
      'does anyone know when {n} restocks the {i}?',
      '{n} opens a counter at the station on Friday, the {i} will be on display.',
      'comparing the {n} {i} with two others this week.',
    ],
    lamp: ['the {n} {i} uses an E27 bulb.', 'switched the {n} {i} to the second channel today.'],
    skin: ['the {n} {i} lists twelve ingredients on the box.', 'using the {n} {i} after cleansing, as the leaflet says.'],
    tea: ['steeping the {n} {i} at 80 degrees for two minutes.', 'the {n} {i} is from the spring picking.'],
  },
  negative: {
    any: [
      'the {n} {i} is terrible, it broke after two days.',
      'very disappointed by {n}, the {i} is overpriced and support is awful.',
      'the {n} {i} arrived damaged and nobody answers, worst experience.',
      'I regret buying the {n} {i}, a waste of money.',
    ],
    lamp: [
      'the {n} {i} flickers all evening and gives me a headache, awful.',
      'the {n} app is broken again and the {i} is useless without it.',
    ],
    skin: ['the {n} {i} left my face red and sticky, horrible.', 'the {n} {i} is greasy and smells bad.'],
    tea: ['the {n} {i} tastes stale and bitter, disappointing.', 'the {n} {i} was half empty and smelled bad.'],
  },
  crisis: {
    allergy: [
      'the {n} {i} gave me a painful rash, dangerous and unacceptable.',
      'another allergic reaction to the {n} {i}; I am furious and want a refund.',
      'stop selling the {n} {i}, my skin burned. Terrible.',
    ],
    counterfeit: [
      'got a fake {n} {i} from their own shop, what a scandal.',
      'I do not trust {n} any more after the fake {i}, awful.',
      'the {n} {i} I received is counterfeit, terrible and angry.',
    ],
    'late-parcels': ['{n} lost my {i} for three weeks, terrible delivery.', 'still no {i} from {n}, awful and no reply, so angry.'],
  },
  unbranded: [
    ['rearranged my desk and the evening light is much better now', 'homedecor'],
    ['which sunscreen do you take to the beach?', 'skincare'],
    ['three cups of tea before noon, no regrets', 'tea'],
    ['the smart home hub needs an update every week', 'smarthome'],
  ],
};

const SIMPLIFIED: Phrases = {
  items: { lamp: ['台灯', '吸顶灯', '小夜灯'], skin: ['精华', '面霜', '防晒霜'], tea: ['乌龙茶', '绿茶', '礼盒'] },
  openers: ['', '', '用了一个月，', '说句实话，', '周末分享：', '给姐妹们反馈一下，', '回购第二次，'],
  tails: ['', '', '朋友也这么说。', '上周在网上下的单。', '图明天补。', '就说这么多。'],
  positive: {
    any: [
      '{n}的{i}太好用了，强烈推荐！',
      '很喜欢{n}{i}，质量很好，物超所值。',
      '{n}客服态度特别好，{i}发货很快，满意。',
      '{n}{i}真的惊喜，值得买。',
    ],
    lamp: ['{n}{i}光线柔和，看书很舒服，非常满意。', '{n}{i}颜值高，做工精致，爱了。'],
    skin: ['{n}{i}很温和，皮肤变得又嫩又亮，好喜欢。', '{n}{i}吸收很快，保湿效果特别棒。'],
    tea: ['{n}{i}清香回甘，非常好喝。', '{n}{i}包装精美，送人很有面子，满意。'],
  },
  neutral: {
    any: ['{n}{i}现在有两种规格。', '请问{n}{i}什么时候补货？', '{n}周五在地铁站开快闪店，会展示{i}。', '这周把{n}{i}和另外两家对比一下。'],
    lamp: ['{n}{i}用的是E27接口。', '今天把{n}{i}换到书房了。'],
    skin: ['{n}{i}的成分表有十二项。', '洁面之后用{n}{i}，按说明书来。'],
    tea: ['{n}{i}用八十度水泡两分钟。', '{n}{i}是今年的春茶。'],
  },
  negative: {
    any: [
      '{n}{i}太差了，用两天就坏了，很失望。',
      '对{n}很失望，{i}又贵又难用，客服还不理人。',
      '{n}{i}收到就是破的，差评！',
      '后悔买{n}{i}，浪费钱。',
    ],
    lamp: ['{n}{i}一直闪，看得头疼，太糟糕了。', '{n}的App又崩了，{i}成了摆设，垃圾。'],
    skin: ['{n}{i}用完又红又痒，太可怕了。', '{n}{i}油腻搓泥，味道难闻，不会再买。'],
    tea: ['{n}{i}又苦又涩，像陈茶，太失望。', '{n}{i}分量不足还有异味，差评。'],
  },
  crisis: {
    allergy: [
      '{n}{i}害我烂脸过敏，太可怕了，要求退款！',
      '又有人用{n}{i}过敏了，{n}必须道歉，气愤！',
      '{n}{i}用完脸又红又肿，垃圾，别买。',
    ],
    counterfeit: [
      '在{n}官方店买到假{i}，太恶心了，投诉！',
      '{n}{i}居然是假货，再也不信了，失望透顶。',
      '{n}卖假{i}还不承认，差评，维权到底！',
    ],
    'late-parcels': ['{n}{i}三周都没发货，太差劲了，要求退款。', '{n}的快递丢了我的{i}，客服不回，气死。'],
  },
  unbranded: [
    ['今天重新布置了书桌，晚上的光线舒服多了', '家居'],
    ['夏天防晒霜大家都用哪个？', '护肤'],
    ['上午喝了三杯茶，精神不错', '茶'],
  ],
};

const TRADITIONAL: Phrases = {
  items: { lamp: ['檯燈', '吸頂燈', '小夜燈'], skin: ['精華', '面霜', '防曬霜'], tea: ['烏龍茶', '綠茶', '禮盒'] },
  openers: ['', '', '用了一個月，', '說句實話，', '週末分享：'],
  tails: ['', '', '朋友也這麼說。', '上週在網路下單的。'],
  positive: {
    any: ['{n}的{i}太好用了，強烈推薦！', '很喜歡{n}{i}，品質很好，物超所值。', '{n}客服態度很好，{i}出貨很快，滿意。'],
    lamp: ['{n}{i}光線柔和，看書很舒服，非常滿意。'],
    skin: ['{n}{i}很溫和，皮膚變得又嫩又亮，好喜歡。'],
    tea: ['{n}{i}清香回甘，非常好喝。'],
  },
  neutral: {
    any: ['{n}{i}現在有兩種規格。', '請問{n}{i}什麼時候補貨？', '{n}週五在車站開快閃店，會展示{i}。'],
    lamp: ['今天把{n}{i}換到書房了。'],
    skin: ['{n}{i}的成分表有十二項。'],
    tea: ['{n}{i}用八十度水泡兩分鐘。'],
  },
  negative: {
    any: ['{n}{i}太差了，用兩天就壞了，很失望。', '{n}{i}收到就是破的，負評！', '後悔買{n}{i}，浪費錢。'],
    lamp: ['{n}{i}一直閃，看得頭痛，太糟糕了。'],
    skin: ['{n}{i}用完又紅又癢，太可怕了。'],
    tea: ['{n}{i}又苦又澀，像陳茶，太失望。'],
  },
  crisis: {
    allergy: ['{n}{i}害我爛臉過敏，太可怕了，要求退款！'],
    counterfeit: ['在{n}官方店買到假{i}，太噁心了，投訴！'],
    'late-parcels': ['{n}{i}三週都沒出貨，太差勁了，要求退款。'],
  },
  unbranded: [
    ['今天重新佈置了書桌，晚上的光線舒服多了', '居家'],
    ['上午喝了三杯茶，精神不錯', '茶'],
  ],
};

/** The pieces of each written language. */
export const PHRASES: Readonly<Record<Script, Phrases>> = { en: ENGLISH, 'zh-Hans': SIMPLIFIED, 'zh-Hant': TRADITIONAL };

/** Posts that carry a brand's word but mean something else, with the hashtag that they share with the brand. */
export const HOMONYMS: readonly (readonly [text: string, tag: string, script: Script])[] = [
  ['lumina is the Latin plural of lumen, as my students learned today.', 'lumina', 'en'],
  ['an old Chevrolet Lumina for sale, engine runs, paint does not.', 'lumina', 'en'],
  ['drove a Toyota Solara along the coast road.', 'solara', 'en'],
  ['kumo is Japanese for cloud, and for spider, depending on the character.', 'kumo', 'en'],
  ['山间青岚，晨起看雾，适合发呆。', '青岚', 'zh-Hans'],
  ['五行里面没有曜日，倒是有七曜日的说法。', '曜日', 'zh-Hans'],
];
