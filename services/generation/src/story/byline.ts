const roles = /(?:本报|本台|本网|融媒|特约|全媒体|见习|实习)*(?:记者|通讯员|摄影|摄像|编辑|报道|撰文|文图|图文)[:：]?/gu

const dateline = /^\s*(?:本报|本台|本网|本刊|融媒)(?:讯|消息)[\s\u3000]*(?:[（(]([^）)]{0,60})[）)])?[\s\u3000]*/u

/** A text without the 本报讯（记者 某某） that it begins with, which is print's and not spoken; `people` are those named in it, '' where nobody is. */
export function withoutDateline(text: string): { readonly text: string; readonly people: string } {
  const found = dateline.exec(text)
  return found && found[0].length < text.length
    ? { text: text.slice(found[0].length), people: (found[1] ?? '').trim() }
    : { text, people: '' }
}

/** The names in a byline such as 本报记者 周文岭 陈小满 通讯员 何一川; without the words for what the people are. */
export function authorsOf(byline: string): string[] {
  return [
    ...new Set(
      byline
        .replace(roles, ' ')
        .split(/[\s\u3000、，,;；/|｜()（）]+/)
        .filter((one) => one.length >= 2 && one.length <= 20),
    ),
  ]
}
