/** pdfkit's own font engine, which comes without types. A font of it is what pdfkit takes instead of a file. */
declare module 'fontkit' {
  export interface GlyphRun {
    readonly positions: readonly object[];
  }
  export interface Subset {
    readonly glyphs: readonly number[];
    encode(): Uint8Array;
  }
  export type OpenFont = Exclude<PDFKit.Mixins.PDFFontSource, string> & {
    layout(text: string): GlyphRun;
    createSubset(): Subset;
  };
  export function openSync(path: string): OpenFont;
}
