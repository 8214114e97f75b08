const nothingElse = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Content-Security-Policy of a page that has its style and nothing else: no script, no form, no frame around it. */
export const plainPagePolicy = `default-src 'none'; style-src 'self'; img-src data:; ${nothingElse}`;

/**
 * Content-Security-Policy of a page with its own script and style and nothing else; never framed (RFC 9700 §4.16); a
 * form is never sent without the script.
 */
export const scriptedPagePolicy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; ${nothingElse}`;
