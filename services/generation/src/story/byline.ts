const roles = /(?:本报|本台|本网|融媒|特约|全媒体|见习|实习)*(?:记者|通讯员|摄影|摄像|编辑|报道|撰文|文图|图文)[:：]?/gu

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
