/** pdfkit's own font engine, which comes without types. A font of it is what pdfkit takes instead of a file. */
declare module 'fontkit' {
  export interface GlyphRun {
    readonly positions: readonly object[];
  }
  export type OpenFont = Exclude<PDFKit.Mixins.PDFFontSource, string> & { layout(text: string): GlyphRun };
  export function openSync(path: string): OpenFont;
}
