import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** A warm Typst: files are put into it by name, a source of the folder `typst/` is set, and asked or printed. Everything here blocks. */
export type Typesetter = {
  readonly put: (name: string, content: unknown) => void
  readonly ask: (source: string, label: string) => unknown[]
  readonly pdf: (source: string) => Buffer
}

/** Loads the engine and the faces (90 MB, about half a second). Throws where the engine has no build for the machine. */
export function createTypesetter(): Typesetter {
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: faces.map((file) => readFileSync(file)) }] })
  const put = (name: string, content: unknown) =>
    compiler.mapShadow(`${workspace}/${name}`, content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(JSON.stringify(content)))
  const set = (source: string) => {
    const run = compiler.compile({ mainFilePath: `${workspace}/${source}` })
    const page = run.hasError() ? null : run.result
    if (!page) throw new Error(`Typst: ${JSON.stringify(run.takeDiagnostics()?.shortDiagnostics)}`)
    return page
  }
  return {
    put,
    ask: (source, label) => compiler.query(set(source), { selector: `<${label}>`, field: 'value' }) as unknown[],
    pdf: (source) => {
      const bytes = compiler.pdf(set(source), { pdfStandard: '1.4', pdfTags: false })
      compiler.evictCache(30)
      return bytes
    },
  }
}

const workspace = fileURLToPath(new URL('./typst', import.meta.url))
const face = (family: string, name: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/${family}/${name}`))
const faces = [
  face('noto-serif-sc', '400Regular/NotoSerifSC_400Regular.ttf'),
  face('noto-serif-sc', '600SemiBold/NotoSerifSC_600SemiBold.ttf'),
  face('noto-serif-sc', '700Bold/NotoSerifSC_700Bold.ttf'),
  face('noto-serif-sc', '900Black/NotoSerifSC_900Black.ttf'),
  face('noto-sans-sc', '400Regular/NotoSansSC_400Regular.ttf'),
  face('noto-sans-sc', '500Medium/NotoSansSC_500Medium.ttf'),
  face('noto-sans-sc', '700Bold/NotoSansSC_700Bold.ttf'),
]
