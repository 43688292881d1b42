/** How texts name a brand: any of `names` (matched on word boundaries in Latin script, anywhere in Han), unless one of `excludes` stands in the text. */
export interface BrandNames {
  readonly key: string;
  readonly names: readonly string[];
  readonly excludes: readonly string[];
}
