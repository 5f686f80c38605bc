/**
 * What Chinese names of persons are made of: surnames, forms of address, characters of transliterations.
 * 金国平 = surname 金 + given name; 王阿婆 = surname + address; 小陈 = 小 + surname; 阿列克谢 = transliteration.
 */

/** The surnames of the Hundred Families that are in use, and those of the national census that it lacks. */
const SINGLE =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳' +
  '酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞' +
  '熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁' +
  '单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇' +
  '栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍' +
  '璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越' +
  '夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖邸仝付闫覃佟岳帅缑亢况郈有琴归海晋楚' +
  '代涂丘兰尧初辜揭粟苟占但植代郄苑晓储母麦佘冼亓鄢银展练保檀隋漆操雒仉佴衣眭战' +
  '芦丛牟阳畅来木商官栗谌钦郇邝睢呙禚笪仵逯墨哈谯年言粘妥由位原台信候励';

/** Surnames of two characters. */
const DOUBLE =
  '万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐 钟离 宇文 ' +
  '长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 南宫 东郭 南门 呼延 百里 西门 独孤 拓跋 纳兰 端木 左丘 第五';

/** Surnames that are far more often an ordinary word: they open a name only beside a post or a verb of saying. */
const WEAK =
  '曾勾齐水花云乐时安常和平成计明强路席危经高万支管应解宣家富松井山谷车全班秋牧弓封曲充终步都满文国广东利通边温别须关相后红公益有归海' +
  '但植初代从能双党宰农向易容连尚居越师空养盖权况晓占干单房干左龙白怀印武景幸池申桂古慎融简沙那丰查游元于任方母麦银展练保操衣战阳畅来木商官墨哈年言粘妥由位原台信候励';

export const SURNAMES: ReadonlySet<string> = new Set(SINGLE);
export const DOUBLE_SURNAMES: ReadonlySet<string> = new Set(DOUBLE.split(' '));
export const WEAK_SURNAMES: ReadonlySet<string> = new Set(WEAK);

/** 李师傅, 王阿婆, 董先生: a surname with one of these is how the person is known. */
export const ADDRESSES: readonly string[] = (
  '先生 女士 师傅 老师 大爷 大妈 大娘 大伯 大叔 大姐 大哥 大嫂 阿姨 阿婆 阿公 阿伯 阿叔 奶奶 爷爷 婆婆 伯伯 叔叔 老汉 老伯 老太 老人 ' +
  '小姐 同学 医生 大夫 教授 院士 总 工 姐 哥 叔 婶 嫂 伯 奶 爷 婆 妈妈 爸爸 书记 主任 警官 法官'
)
  .split(' ')
  .filter((word) => word.length > 1 && !/书记|主任|院士|教授/u.test(word));

/**
 * Names without a Han surname, whole: those of Tibet and Mongolia that hundreds of thousands bear, and the first
 * syllables of those of Yunnan (Dai 岩 and 玉, Wa 岩 and 艾, Lahu 扎 and 娜), behind which one or two more follow.
 */
export const NAMES_WITHOUT_SURNAME: readonly string[] = (
  '扎西 卓玛 次仁 多吉 平措 旺堆 达娃 拉姆 尼玛 洛桑 格桑 央金 德吉 巴桑 普布 丹增 索朗 边巴 米玛 拉巴 桑杰 仁青 才让 旦增 白玛 玉珍 群培 顿珠 罗布 ' +
  '巴特尔 其其格 乌云 娜仁 斯琴 萨仁 那木拉 乌兰 阿古拉 朝鲁 古丽 买买提 艾力 阿不都 吐尔逊 努尔 热合曼 阿依 木合塔尔'
).split(' ');
export const SYLLABLES_OF_YUNNAN = '岩玉扎娜艾依尼叶';

/** Characters that transliterations of foreign names are written with. */
export const TRANSLITERATION =
  '阿埃艾爱安昂奥巴白班邦鲍贝本比彼宾波伯博勃布采查茨达戴丹道德邓迪蒂丁东杜顿多厄恩尔法菲费芬丰弗夫福盖冈高戈格葛根贡古哈海汉豪赫黑亨' +
  '洪胡华怀霍基吉加贾杰金卡凯康考科克肯孔库夸昆拉莱赖兰朗劳勒雷蕾莉里丽利列林琳龙隆卢鲁路伦罗洛马玛麦曼梅门蒙米密摩莫默姆穆纳娜' +
  '内奈南尼妮宁纽努诺欧帕潘佩彭皮平珀普奇齐恰强乔切琼让日荣茹瑞若萨塞赛桑瑟沙莎山舍申圣施史舒斯丝松苏索塔泰坦汤唐陶特提廷图托瓦万' +
  '威韦维温文翁沃乌伍西希席夏肖谢辛欣休许雅亚延扬耶叶伊因英尤于约泽扎詹珍朱兹佐';

/** Heads of state and party whose bare name stands anywhere in Chinese print. */
export const LEADERS: readonly string[] = (
  '习近平 毛泽东 周恩来 刘少奇 朱德 邓小平 陈云 江泽民 胡锦涛 温家宝 李克强 李强 赵乐际 王沪宁 蔡奇 丁薛祥 李希 韩正 ' +
  '孙中山 宋庆龄 董必武 任弼时 陈毅 彭德怀 叶剑英 雷锋 焦裕禄 孔繁森 王进喜 袁隆平 屠呦呦 钱学森 钟南山 黄文秀 张桂梅'
).split(' ');
