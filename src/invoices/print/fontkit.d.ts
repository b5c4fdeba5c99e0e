/** pdfkit's own font engine, which comes without types. A font of it is what pdfkit takes instead of a file. */
declare module 'fontkit' {
  export function openSync(path: string): PDFKit.Mixins.PDFFontSource;
}
