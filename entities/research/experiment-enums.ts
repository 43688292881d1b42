import { registerEnumType } from 'type-graphql';

/** What may be said of a variant. */
export const VerdictEnum = { HIGHER: 'HIGHER', LOWER: 'LOWER', UNDECIDED: 'UNDECIDED', REFUSED: 'REFUSED' } as const;
registerEnumType(VerdictEnum, {
  name: 'Verdict',
  description:
    'What may be said of a variant: its metric is higher or lower than the baseline’s, neither is shown, or no winner may be named, for the reasons given.',
});

/** What an effect is told in. */
export const EffectScaleEnum = { ABSOLUTE: 'ABSOLUTE', RELATIVE: 'RELATIVE' } as const;
registerEnumType(EffectScaleEnum, {
  name: 'EffectScale',
  description: 'What is tested: the difference in the metric’s own unit, or the lift over the baseline. Choose it before looking.',
});

/** How several tests are taken together. */
export const CorrectionEnum = {
  HOLM: 'HOLM',
  BENJAMINI_HOCHBERG: 'BENJAMINI_HOCHBERG',
  BONFERRONI: 'BONFERRONI',
  NONE: 'NONE',
} as const;
registerEnumType(CorrectionEnum, {
  name: 'Correction',
  description:
    'How p-values are corrected for their number: HOLM and BONFERRONI for the chance of any false alarm, BENJAMINI_HOCHBERG for the share of false alarms.',
});

/** How the error of two shares is reckoned in a plan. */
export const PlanMethodEnum = { UNPOOLED: 'UNPOOLED', POOLED_NULL: 'POOLED_NULL', ARCSINE: 'ARCSINE' } as const;
registerEnumType(PlanMethodEnum, {
  name: 'PlanMethod',
  description:
    'How the error of two shares is reckoned in a plan: from each share’s variance, from their mean’s under the null hypothesis, or on the scale of arcsines.',
});

/** How often one looks at an experiment. */
export const LooksEnum = { ONE: 'ONE', ANY: 'ANY' } as const;
registerEnumType(LooksEnum, {
  name: 'Looks',
  description:
    'How often one looks: ONE planned look, for which verdicts rest on the fixed test, or ANY number of looks, for which they rest on the sequential one.',
});
