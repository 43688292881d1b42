/** What a text is written in: `zh`, `en`, `ja`, another language (`other`), or null when it has no letters. */
export type Language = 'zh' | 'en' | 'ja' | 'other';

const ENGLISH = new Set(
  (
    'the of and to in is it you that was for on are with as his they be at one have this from or had by not but what all were we when your can said ' +
    'there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more ' +
    'go see no way could people my than first been call who its now find long down day did get come made may part i a me just love great good new best after ' +
    "our any only very too off really it's i'm don't thanks please again today never always back been am us amazing " +
    'im ive dont didnt cant wont u ur ya lol haha hahaha omg lmao idk gonna wanna gotta thank hope sorry wish feel feeling going getting doing having ' +
    'home work school bed sleep night tonight tomorrow yesterday morning week weekend last next year month every everyone everybody something nothing ' +
    'still right here where why because being does did done much more most many few little big bad nice happy sad funny cool awesome ' +
    'oh yes yeah hey hello welcome bye watch watching watched play playing game movie show music song read reading book buy bought free ' +
    'well off down over under before after until while another ever better worse best own same hate miss missing missed need needs help says said ' +
    "isn't doesn't didn't can't won't that's there's i've you're they're we're let's perfect finally ready soon ago though anyway maybe"
  ).split(' '),
);
const LINK = /https?:\/\/\S+|www\.\S+|@[\p{L}\p{N}_.@-]+/gu;
/** Letters that English does not write, apart from the few in borrowed words. */
const FOREIGN = /[ßñãõåøæœłđğışțőűžčřěůąęćńśźżäöüàèìòùâêîôûçáíóúéïë¿¡]/iu;

/**
 * The language of a text by its script, and within the Latin script by how many of its words are common in English. Addresses
 * and names after @ are left out. Kana means Japanese. A text in Han with a few Latin words in it (a brand's name) is Chinese. A Latin text
 * of up to three words with no foreign letter is taken for English: there is nothing else to go by.
 */
export function detectLanguage(text: string): Language | null {
  const bare = text.replace(LINK, ' ');
  const count = (script: RegExp) => bare.match(script)?.length ?? 0;
  const han = count(/\p{sc=Han}/gu);
  const kana = count(/[\p{sc=Hiragana}\p{sc=Katakana}]/gu);
  const words = bare.toLowerCase().match(/[\p{sc=Latin}][\p{sc=Latin}'’`]*/gu) ?? [];
  const rest = count(/\p{L}/gu) - han - kana - count(/\p{sc=Latin}/gu);
  if (han + kana + words.length + rest === 0) return null;
  // A Han character carries about as much as half a word.
  if (kana > 0 && kana * 5 >= han && (han + kana) / 2 >= words.length) return 'ja';
  if (han > 0 && han / 2 >= words.length && han >= rest) return 'zh';
  if (rest > words.length * 2) return 'other';
  return isEnglish(words) ? 'en' : han > 0 ? 'zh' : 'other';
}

function isEnglish(words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const common = words.filter((word) => ENGLISH.has(word.replace(/[’`]/g, "'"))).length;
  const foreign = words.filter((word) => FOREIGN.test(word)).length;
  if (words.length <= 3) return foreign === 0;
  return common > foreign && common / words.length >= (words.length < 8 ? 0.1 : 0.2);
}
