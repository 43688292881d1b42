const words = (text: string) => text.trim().split(/\s+/);

/** Common English words of praise; a star at the end stands for any ending. */
export const ENGLISH_POSITIVE: readonly string[] = words(`
  good great excellent amazing awesome fantastic wonderful superb brilliant outstanding perfect perfectly lovely beautiful beautifully gorgeous
  nice nicely best better finest love loved loves loving adore adored like liked likes enjoy enjoyed enjoying enjoys enjoyable happy happier happily
  happiness glad pleased pleasing pleasant pleasure delight delighted delightful joy joyful fun funny cool sweet cute charming elegant stylish
  impress* incredible incredibly magnificent marvelous splendid terrific fabulous phenomenal stunning remarkable exceptional flawless
  recommend* worth worthy bargain affordable reliable sturdy solid durable quality comfy comfortable cozy smooth smoothly soft fresh tasty delicious yummy
  fast quick quickly easy easily helpful friendly polite kind generous responsive efficient professional honest trust trusted trustworthy
  thank thanks thankful thx grateful appreciate* appreciated congrats congratulations bravo hooray yay yeah wow win wins won winner winning
  success* improve* improved improvement upgrade useful convenient handy clever smart innovative creative inspir* excit* thrilled eager
  favorite favourite fav ideal superior satisf* safe secure bright clear clean gentle relaxing refreshing healthy proud cheer* hope hopeful
  hopefully interesting fascinating welcome blessed bless lucky luckily fortunate hilarious lol haha hahaha smile smiling laugh laughing gift treat
  beautifull fine okay awsome luv goodness sunshine hug hugs xoxo excellence glorious heaven heavenly paradise magical epic rocks legend
  hot gem treasure warm pretty yum woohoo woot congratulation enjoyably praise rewarding
`);

/** Common English words of complaint; a star at the end stands for any ending. */
export const ENGLISH_NEGATIVE: readonly string[] = words(`
  bad badly worse worst terrible terribly horrible horribly awful awfully poor poorly lousy pathetic useless worthless rubbish garbage trash junk crap
  hate hated hates hating dislike disliked disgust* gross nasty ugly stupid dumb ridiculous absurd insane crazy
  disappoint* unhappy sad sadly sadness upset upsetting angry anger furious mad annoyed annoying annoy frustrat* irritat* outrag* shame shameful
  fail fails failed failing failure broke broken break breaks defect* faulty damaged damage crack cracked leak leaks leaking crash crashes crashed
  bug bugs buggy glitch* error errors slow slowly sluggish lag laggy late delay delayed delays cancel cancelled canceled
  scam scammed scammer fraud fake cheat* lie lied lies liar dishonest rip-off ripoff overpriced expensive waste wasted wasting
  refund returned complain* complaint complaints problem problems issue issues trouble troubles wrong mistake mistakes missing lost lose loses losing
  rude unhelpful unprofessional incompetent lazy ignorant ignore ignored ignores careless unacceptable unfair unreliable unsafe
  avoid beware never-again regret* sorry unfortunately sucks suck sucked sucky boring bored tired sick ill hurt hurts hurting pain painful ache
  headache cry crying cried tears miss missed lonely alone scared scary fear afraid worry worried worrying nervous stress* anxious depress*
  dead die died dying kill killed killing death hell damn dammit wtf ugh argh meh blah shit shitty bullshit fuck fucking fucked ass asshole bitch
  weak cheap flimsy thin stain stained smell smells stink stinks stinky dirty dusty rash itchy burn burned burning allergic irritation
  terrified awkward confus* misleading mislead difficult hard impossible unable poorer lame suffer* struggle struggling bitter bland stale rotten
  danger dangerous toxic harmful boycott disaster nightmare mess messy chaos toxicity weird ruin ruined ruins stuck noisy sadder jealous
  unfortunate hungover flu fever cold rain boo hopeless disgrace insult insulting
`);

/** English words that turn the next few words round. */
export const ENGLISH_NEGATIONS: readonly string[] = words(`
  not no never none nobody nothing neither nor without hardly barely scarcely cannot cant can't dont don't doesnt doesn't didnt didn't isnt isn't wasnt
  wasn't arent aren't werent weren't wont won't wouldnt wouldn't shouldnt shouldn't couldnt couldn't havent haven't hasnt hasn't hadnt hadn't aint ain't
`);
