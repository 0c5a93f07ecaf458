/** Words of writing together, in Chinese. */
export const zhTogether = {
  together: {
    here: '正在一起写',
    alone: '现在只有您在这篇稿件里',
    you: '您',
    block: '本段',
    blockLine: '本段由谁改',
    untouched: '还没有人改过',
    lastHand: (name: string, time: string) => `${name} ${time} 改过`,
    heldBy: (name: string) => `${name} 在改`,
    heldFrom: (name: string) => `${name} 转来`,
    take: '我来改',
    letGo: '改好了',
    hand: '转给',
    handTo: (name: string) => `转给${name}`,
    note: '附一句话（可不填）',
    handed: (name: string) => `本段已转给${name}`,
    meanwhile: (names: string, count: number) => `您离线时，${names} 改了 ${count} 段，已用底色标出。`,
    shown: '知道了',
    refused: '刚才的改动没有写进稿件，已放在右侧“没送出的文字”里。',
  },
}
