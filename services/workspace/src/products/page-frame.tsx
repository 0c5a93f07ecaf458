/**
 * A product's own page. Scripts, forms, pop-ups and navigation of the top are off; `allow-same-origin` alone is left so that
 * its pictures are fetched with the session (without scripts nothing can use it).
 */
export function PageFrame({ src, title }: { readonly src: string; readonly title: string }) {
  return <iframe className="page-frame" src={src} title={title} sandbox="allow-same-origin" loading="lazy" referrerPolicy="no-referrer" />
}
