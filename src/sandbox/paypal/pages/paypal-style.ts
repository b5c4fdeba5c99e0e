/** What PayPal's pages have beyond the common style. */
export const PAYPAL_STYLE = `
  :root { --accent: light-dark(#0057b8, #2f7fe0); }
  .box { margin-top: 4vh; } .brand { font-weight: 700; color: var(--accent); margin: 0 0 1.25rem; }
  .brand small { font-weight: 400; color: var(--soft); }
  .box form.approval { display: block; margin: 1rem 0 1.25rem; }
  .approval button { width: 100%; min-height: 2.9rem; } .pair { display: flex; gap: .6rem; margin: .6rem 0 .4rem; }
  fieldset { margin: 1rem 0 0; padding: .4rem 0 0; border: 0; border-top: 1px solid var(--line); }
  legend { padding: 0 .6rem 0 0; font-size: .9rem; color: var(--soft); }
  label { display: flex; gap: .6rem; align-items: baseline; padding: .4rem 0; cursor: pointer; }
  .mono { overflow-wrap: anywhere; }
  @media (max-width: 430px) { main { padding: 1rem .75rem 2rem; } .box { margin-top: 0; padding: 1.4rem; } }`;
