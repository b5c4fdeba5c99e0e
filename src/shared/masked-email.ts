/** `a***@example.com`: enough to know one's own address again. Of one character nothing is left. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${at > 1 ? Array.from(email)[0] : ''}***${email.slice(at)}`;
}
