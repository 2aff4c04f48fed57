import helmet from "helmet";

/**
 * The security headers of every reply. Helmet knows them; they are the same for all requests, so it is asked once. No
 * outside host may be named by a page, no script or style may stand in its text. `pictures` are further sources of images.
 */
export function securityHeaders(publicUrl: string, pictures: readonly string[] = []): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const reply = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const encrypted = publicUrl.startsWith("https:");
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", ...pictures],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: encrypted ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "same-origin" },
  });
  apply({} as never, reply as never, () => undefined);
  return headers;
}
