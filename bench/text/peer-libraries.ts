import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Mood } from '../../src/text/sentiment-model';

/** A library that judges texts, by its name. */
export interface PeerJudge {
  readonly name: string;
  judge(text: string): Mood;
}

/** A library that finds names in texts: how many it finds. */
export interface PeerFinder {
  readonly name: string;
  make(names: readonly string[]): (text: string) => number;
}

const installed = path.join(__dirname, '../../../bench/node_modules');
const load = createRequire(path.join(installed, 'peers.js'));
const has = (name: string) => existsSync(path.join(installed, name));

/** Those that are installed: they come with `npm install` in `bench/`. */
export function peerJudges(): PeerJudge[] {
  const judges: PeerJudge[] = [];
  if (has('vader-sentiment')) {
    const { SentimentIntensityAnalyzer } = load('vader-sentiment');
    const judge = (text: string) => moodOf(SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05);
    judges.push({ name: 'vader-sentiment 1.1.3', judge });
  }
  if (has('sentiment')) {
    const Sentiment = load('sentiment');
    const analyser = new Sentiment();
    judges.push({ name: 'sentiment 5.0.2 (AFINN)', judge: (text) => moodOf(analyser.analyze(text).score, 0.5) });
  }
  return judges;
}

/** Those that are installed, and what one would write without a library. */
export function peerFinders(): PeerFinder[] {
  const finders: PeerFinder[] = [
    { name: 'a loop of includes()', make: (names) => (text) => names.filter((name) => text.includes(name)).length },
  ];
  if (has('modern-ahocorasick')) {
    const module = load('modern-ahocorasick');
    const AhoCorasick = module.default ?? module;
    const make: PeerFinder['make'] = (names) => {
      const finder = new AhoCorasick([...names]);
      return (text) => finder.search(text).length;
    };
    finders.push({ name: 'modern-ahocorasick 3.3.0', make });
  }
  if (has('ahocorasick')) {
    const AhoCorasick = load('ahocorasick');
    const make: PeerFinder['make'] = (names) => {
      const finder = new AhoCorasick([...names]);
      return (text) => finder.search(text).reduce((sum: number, [, found]: [number, string[]]) => sum + found.length, 0);
    };
    finders.push({ name: 'ahocorasick 1.0.2', make });
  }
  return finders;
}

function moodOf(score: number, from: number): Mood {
  return score >= from ? 'positive' : score <= -from ? 'negative' : 'neutral';
}
