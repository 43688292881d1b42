import { z } from 'zod';
import { mappingRules } from '../files/mapping';
import { streamTarget } from '../landed/stream-meaning';

/** How senders sign: as brandhub asks for it, as GitHub does, or as Stripe does. */
export const SIGNATURE_STYLES = ['brandhub', 'github', 'stripe'] as const;
export type SignatureStyle = (typeof SIGNATURE_STYLES)[number];

/** How large a body is read unless a source says more, and at most. */
export const USUAL_BYTES = 1024 * 1024;
const MOST_BYTES = 16 * USUAL_BYTES;

/** What a source says of its records may stand in for what its mapping leaves out. */
const STANDING_IN = { brand: 'brand', currency: 'XXX' };

const mapping = mappingRules.superRefine((rules, context) => {
  try {
    streamTarget(rules, {}, STANDING_IN);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

/** The settings of a source whose records are pushed. */
export const pushSettings = z.strictObject({
  /** How records become rows of a fact, as in docs/import.md; without it they are kept as they came. */
  mapping: mapping.optional(),
  /** What the kept records are called. */
  stream: z.string().min(1).max(255).default('events'),
  /** The properties that tell one kept record from another; without any, each that comes is a new one. */
  key: z.array(z.string().min(1)).default([]),
  signature: z.enum(SIGNATURE_STYLES).default('brandhub'),
  maxBytes: z.int().min(1024).max(MOST_BYTES).default(USUAL_BYTES),
});

/** The settings, with those that were not given as they are by default. */
export type PushSettings = z.output<typeof pushSettings>;
