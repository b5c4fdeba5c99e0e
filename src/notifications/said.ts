/** What a mail says beside the order itself; every text is one line. */
export interface Said {
  readonly subject: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What a mail list shows beside the subject; absent: the first paragraph. */
  readonly preview?: string;
  /** A box: what happens to the money, or what somebody has written to the customer. */
  readonly notice?: Notice | null;
  /** The one thing to do; absent: to look at the order. */
  readonly action?: Action | null;
  /** Tables of facts, such as an account to transfer to. */
  readonly sections?: readonly Section[];
  /** Units that the mail is about. */
  readonly units?: readonly { readonly name: string; readonly quantity: number }[];
}

export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Action {
  readonly label: string;
  readonly href: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
}
