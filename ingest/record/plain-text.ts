import { compile } from 'html-to-text';

const convert = compile({
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** HTML as the text that a reader sees: paragraphs on lines of their own, no addresses, no pictures. Plain text comes back as it is, entities decoded. */
export function plainText(html: string): string {
  return convert(html).trim();
}
