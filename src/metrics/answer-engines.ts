import { AnswerRun } from '../../entities/facts/AnswerRun';
import { about, unnamed } from './about';
import { apart, count, partOf, ratio, sum, told } from './kinds';
import { sampled } from './sampled';

const named = sum(AnswerRun, 'named', unnamed('COUNT'));
const ofOneBrand = apart(['BRAND']);
const namings = ofOneBrand(named);

export const aiRuns = ofOneBrand(
  count(
    AnswerRun,
    about(
      ['AI answers asked', 'AI 提问次数', 'AI 提問次數'],
      [
        'Runs of prompts at answer engines of which it is told whether they name the brand; each prompt is run several times, as answers differ.',
        '已记录是否提及品牌的 AI 问答次数；同一提问会重复多次，因为回答会变化。',
        '已記錄是否提及品牌的 AI 問答次數；同一提問會重複多次，因為回答會變化。',
      ],
      'COUNT',
      'BAND',
    ),
    told('named'),
  ),
);

export const aiVisibility = sampled(
  ratio(
    namings,
    aiRuns,
    about(
      ['AI visibility', 'AI 可见度', 'AI 可見度'],
      [
        'The share of runs of prompts at answer engines whose answer names the brand, with n and an interval: runs are a sample, of the prompts that were chosen.',
        'AI 问答中提及品牌的回答所占比例，附样本量与区间；结果取决于所选提问词。',
        'AI 問答中提及品牌的回答所占比例，附樣本量與區間；結果取決於所選提問詞。',
      ],
      'PERCENT',
      'UP',
      'ai_visibility',
      'GEO',
      'answer engine optimisation',
    ),
  ),
);

export const aiShareOfVoice = sampled(
  partOf(
    named,
    named,
    'BRAND',
    about(
      ['AI share of voice', 'AI 声量份额', 'AI 聲量份額'],
      [
        'The brand’s part of all namings of tracked brands in the answers of answer engines; n is the namings of all.',
        '品牌在 AI 回答中全部受跟踪品牌被提及次数里的占比；样本量为全部提及次数。',
        '品牌在 AI 回答中全部受追蹤品牌被提及次數裡的占比；樣本量為全部提及次數。',
      ],
      'PERCENT',
      'UP',
      'ai_sov',
    ),
  ),
);

export const aiPosition = ratio(
  sum(AnswerRun, 'place', unnamed('POSITION')),
  count(AnswerRun, unnamed('COUNT'), told('place')),
  about(
    ['AI position', 'AI 提及位次', 'AI 提及位次'],
    [
      'The mean place of the brand among those that an answer names, where it is named; 1 is the first.',
      '品牌被提及时在回答所列品牌中的平均位次，1 为首位。',
      '品牌被提及時在回答所列品牌中的平均位次，1 為首位。',
    ],
    'POSITION',
    'DOWN',
  ),
);

export const aiCitationRate = sampled(
  ratio(
    ofOneBrand(count(AnswerRun, unnamed('COUNT'), told('named', 'cited'))),
    aiRuns,
    about(
      ['AI citation rate', 'AI 引用率', 'AI 引用率'],
      [
        'The share of runs of prompts whose answer cites a page for the brand.',
        'AI 问答中为该品牌引用网页的回答所占比例。',
        'AI 問答中為該品牌引用網頁的回答所占比例。',
      ],
      'PERCENT',
    ),
  ),
);
