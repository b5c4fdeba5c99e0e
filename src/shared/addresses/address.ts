/** Where goods or a bill go, as the customer wrote it: shown as written, understood by `countryOf` and `regionOf`. */
export interface Address {
  readonly recipient?: string;
  readonly street: string;
  readonly street2?: string;
  readonly city: string;
  /** State, province or region; not every country's post asks for one. */
  readonly state?: string;
  /** Absent where the country has no postal codes. */
  readonly zipCode?: string;
  /** Name or code. */
  readonly country: string;
  readonly phone?: string;
}
