import { foldText } from './fold-text';
import { NameFinder } from './name-finder';

/** What people talk about when they talk of a brand, by words that tell it. */
const TOPICS: Readonly<Record<string, string>> = {
  price: `price,priced,pricing,expensive,cheap,overpriced,afford,affordable,discount,coupon,sale,deal,cost,costs,value for money,worth,
    价格,价钱,便宜,太贵,贵了,好贵,优惠,折扣,打折,性价比,划算,涨价,降价,物超所值,浪费钱,全价,实惠`,
  delivery: `delivery,deliver,delivered,shipping,shipped,parcel,parcels,package,courier,arrived,arrive,late,tracking,customs,
    快递,物流,发货,送货,到货,包裹,配送,外卖,送餐,骑手,签收,出货,运费,还没到,收到`,
  service: `service,support,customer service,helpdesk,staff,reply,replies,answers,refund,refunded,return,returned,complaint,warranty,
    客服,服务,售后,态度,退款,退货,投诉,维权,保修,店员,老板,老闆,商家,回复`,
  safety: `rash,allergic,allergy,allergies,reaction,burned,burn,poison,poisoning,toxic,recall,recalled,dangerous,unsafe,side effect,sick,
    过敏,烂脸,红肿,刺痛,中毒,召回,致癌,有毒,危险,安全隐患,拉肚子,食物中毒,变质,又红又痒`,
  authenticity: `fake,counterfeit,knockoff,knock-off,authentic,genuine,scam,scammed,fraud,
    假货,假的,正品,山寨,仿品,冒牌,真假,买到假,骗子,骗人,上当`,
  quality: `quality,broke,broken,defective,durable,damaged,flicker,flickers,stopped working,falls apart,well made,sturdy,faulty,stale,
    质量,品质,做工,坏了,破损,损坏,瑕疵,耐用,结实,掉色,异味,新鲜,口感,味道,保湿,手感`,
  design: `design,colour,color,looks,packaging,style,size,sizes,beautiful,ugly,pretty,box,
    外观,颜值,颜色,包装,设计,款式,好看,难看,尺寸,规格,漂亮`,
  availability: `restock,restocks,sold out,out of stock,in stock,preorder,pre-order,launch,launches,release,released,
    补货,缺货,断货,有货,没货,预售,上市,新品,首发,开售,抢不到`,
};

/** The topics that a text may be about. */
export const TOPIC_NAMES: readonly string[] = Object.keys(TOPICS);

const words = Object.entries(TOPICS).flatMap(([topic, list]) => list.split(',').map((word) => ({ topic, word: foldText(word.trim()) })));
const finder = new NameFinder(words.map(({ word }) => word));

/** What a text is about, what it says most of first; each topic with the words that tell it. */
export function topicsOf(text: string): { topic: string; words: readonly string[] }[] {
  const folded = foldText(text);
  const told = new Map<string, Set<string>>();
  for (const { name, from, to } of finder.find(folded)) {
    const { topic, word } = words[name]!;
    if (isInWord(folded, from) || isInWord(folded, to)) continue;
    told.set(topic, (told.get(topic) ?? new Set()).add(word));
  }
  const found = [...told].map(([topic, each]) => ({ topic, words: [...each] }));
  return found.sort((a, b) => b.words.length - a.words.length || TOPIC_NAMES.indexOf(a.topic) - TOPIC_NAMES.indexOf(b.topic));
}

/** Whether a word in Latin letters would be cut here. */
function isInWord(text: string, at: number): boolean {
  return at > 0 && at < text.length && isLatin(text.charCodeAt(at - 1)) && isLatin(text.charCodeAt(at));
}

function isLatin(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xc0 && code < 0x250);
}
