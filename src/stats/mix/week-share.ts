import type { MixDesign } from './mix-design';
import type { MixFit, MixMoments } from './mix-moments';

/**
 * How much of what all panels of a week have in common is to be taken off before they are fitted: 1 - √(σ² / (σ² + n·τ²)), where τ² is how much the weeks
 * vary for all n panels alike and σ² how much each panel does by itself, by the residuals of a fit of the weeks before `to` (quasi-demeaning; Wallace &
 * Hussain, Econometrica 37, 1969). 0 for one panel: what moves the whole in a week cannot then be told from what moves all.
 */
export function weekShare({ input, outcome }: MixDesign, moments: MixMoments, fit: MixFit, to: number): number {
  const panels = input.panels.length;
  if (panels === 1) return 0;
  let [between, within] = [0, 0];
  for (let week = 0; week < to; week += 1) {
    const residuals = input.panels.map((_, panel) => outcome[week * panels + panel]! - moments.expected(fit, week * panels + panel));
    const mean = residuals.reduce((sum, value) => sum + value, 0) / panels;
    between += panels * mean * mean;
    within += residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }
  const [common, own] = [between / to, within / (to * (panels - 1))];
  return common <= own ? 0 : 1 - Math.sqrt(own / common);
}
