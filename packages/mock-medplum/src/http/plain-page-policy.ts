/** Content-Security-Policy of a page that has its style and nothing else: no script, no form, no frame around it. */
export const PLAIN_PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
