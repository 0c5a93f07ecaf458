/** Words of comparing versions, in Chinese. */
export const zhVersions = {
  versions: {
    title: '花脸稿',
    from: '旧版',
    to: '新版',
    version: (number: number, time: string) => `第 ${number} 版（${time}）`,
    now: '现在的文字',
    sinceSigned: (number: number) => `您上次签的是第 ${number} 版，以下是此后的改动。`,
    none: '两版文字相同。',
    sum: (put: number, cut: number) => `加 ${put} 字，删 ${cut} 字`,
    grave: '标题和数字的改动用红色',
    put: '新加的一段',
    cut: '删去的一段',
    moved: '移动过',
    set: '属性有改动（图片、样式或格式）',
    by: (names: string) => `${names} 改`,
    rest: (count: number) => `${count} 段未改`,
  },
}
