# ruff: noqa: RUF001
"""Function words of other languages and their English equivalents; "a" marks words to ignore."""

from collections.abc import Mapping


def _languages(text: str) -> dict[str, dict[str, str]]:
    """Parse lines "language | english: word word, english: word": language -> word -> English."""
    found: dict[str, dict[str, str]] = {}
    for line in text.replace("\n  ", " ").strip().splitlines():
        language, _, entries = line.partition(" | ")
        table = found.setdefault(language, {})
        for entry in entries.split(", "):
            english, _, words = entry.partition(": ")
            table.update(dict.fromkeys(words.split(), english))
    return found


FUNCTION_WORDS: Mapping[str, Mapping[str, str]] = _languages("""
es | with: con, and: y e, in: en, without: sin, wearing: llevando lleva vestido, holding:
  sosteniendo comiendo bebiendo tocando come bebe toca leyendo tejiendo jugando cocinando usando,
  grandma: abuela abuelita, angry: enojado enojada, sad: triste, under: bajo debajo, on: sobre,
  as: como, a: un una unos unas el la los las de del su que al está es, two: dos, three: tres,
  four: cuatro, happy: feliz, dancing: bailando bailarín baila, running: corriendo, sleeping:
  durmiendo duerme dormido dormida, crying: llorando llora llorón llorona, laughing: riendo
  riéndose ríe, jumping: saltando salta, waving: saludando saluda, flying: volando vuela, tired:
  cansado cansada, scared: asustado asustada, surprised: sorprendido sorprendida
fr | with: avec, and: et, in: en dans au aux, without: sans, wearing: portant porte, holding:
  tenant mangeant buvant jouant mange boit joue tient lisant tricotant, under: sous, on: sur, as:
  comme,
  a: un une des le la les de du son sa ses qui est, two: deux, three: trois, four: quatre, dancing:
  dansant dansante danse, running: courant court, sleeping: dormant dort endormi, happy: heureux
  heureuse content contente, crying: pleurant pleure, laughing: riant rit rigole, jumping:
  sautant saute, waving: saluant salue, flying: volant vole, angry: fâché fâchée énervé énervée,
  sad: triste, tired: fatigué fatiguée, scared: effrayé effrayée, surprised: surpris surprise
de | with: mit, and: und, in: im in, without: ohne, wearing: trägt tragend trägt, holding: hält
  isst trinkt spielt liest strickt, under: unter, on: auf am, behind: vor hinter, as: als, a: ein
  eine
  einen einem einer eines der die das den dem des ist sein seine, two: zwei, three: drei, four:
  vier, dancing: tanzend tanzende tanzender tanzt tanzendes, running: rennt laufend laufende,
  sleeping: schlafend schlafende schlafender schlafendes schläft, happy: glücklich glückliche
  glücklicher glückliches, crying: weint weinend weinende weinender weinendes, laughing: lacht
  lachend lachende lachender lachendes, running: rennend rennende rennender rennendes laufender
  laufendes läuft, jumping: springt springend springende springender springendes, waving: winkt
  winkend winkende winkender winkendes, flying: fliegt fliegend fliegende fliegender fliegendes,
  angry: wütend wütende wütender wütendes böse böser böses, sad: traurig traurige trauriger
  trauriges, tired: müde müder müdes, surprised: überrascht überraschte überraschter
it | with: con, and: e ed, in: in nel nella, without: senza, wearing: indossa indossando,
  holding: tiene mangia beve suona mangiando, under: sotto, on: su sul sulla, as: come, a: un uno
  una il lo la i gli le di del della dei che è, two: due, three: tre, dancing: balla ballando
  ballerino, happy: felice, crying: piange piangendo piangente, laughing: ride ridendo, running:
  corre correndo, sleeping: dorme dormendo, jumping: salta saltando, flying: vola volando, angry:
  arrabbiato arrabbiata, sad: triste, tired: stanco stanca
pt | with: com, and: e, in: em no na, without: sem, wearing: usando vestindo usa, holding:
  segurando comendo bebendo tocando come bebe jogando lendo cozinhando, dog: cachorro cachorra
  cachorrinho, under: sob, on: sobre, as: como, a: um uma uns
  umas o a os as de do da que está, two: dois duas, three: três, dancing: dançando dançante,
  happy: feliz felizes, crying: chorando chora, laughing: rindo ri, running: correndo corre,
  sleeping: dormindo dorme, jumping: pulando saltando pula, waving: acenando acena, flying: voando
  voa, angry: bravo brava zangado zangada, sad: triste, tired: cansado cansada
nl | with: met, and: en, in: in, without: zonder, wearing: draagt, holding: houdt eet drinkt
  speelt, under: onder, on: op, behind: voor achter, as: als, a: een de het die dat van, two:
  twee, three: drie, dancing: dansend dansende, happy: blij blije gelukkige
sv | with: med, and: och, in: i, without: utan, wearing: bär, holding: håller äter dricker,
  under: under, on: på, a: en ett den det, two: två, three: tre, dancing: dansande dansar, happy:
  glad glada
da | with: med, and: og, in: i, without: uden, wearing: bærer, holding: holder spiser drikker,
  on: på, a: en et den det, two: to, three: tre, dancing: dansende danser, happy: glad
nb | with: med, and: og, in: i, without: uten, wearing: bærer, holding: holder spiser drikker,
  on: på, a: en et ei den det, two: to, three: tre, dancing: dansende danser, happy: glad
fi | and: ja, without: ilman, with: kanssa, holding: pitää syö juo, a: joka on, two: kaksi,
  three: kolme, dancing: tanssiva tanssii, happy: iloinen
et | and: ja, with: koos, without: ilma, a: on, two: kaks, three: kolm, dancing: tantsiv, happy:
  rõõmus
hu | and: és, with: vele, without: nélkül, wearing: visel viselő, holding: tart eszik, a: a az
  egy, two: két kettő, three: három, dancing: táncoló, happy: boldog vidám
lt | with: su, and: ir, in: į, without: be, on: ant, two: du, three: trys, dancing: šokantis
  šokanti
pl | with: z ze, and: i oraz, in: w we, without: bez, wearing: nosi noszący, holding: trzyma je
  pije trzymający, under: pod, on: na, as: jako, a: jest, two: dwa dwie dwóch, three: trzy,
  dancing: tańczący tańcząca tańczy tańczące, happy: szczęśliwy wesoły
ru | with: с со, angry: злой злая злое злые сердитый сердитая, sad: грустный грустная, tired:
  уставший уставшая, sleepy: сонный сонная, glasses: очки очках очками, hat: шапке шляпе шапкой
  шляпой, t shirt: рубашке футболке куртке, and: и, in: в во, without: без, wearing: носит,
  holding: держит ест пьет играет, under: под, on: на, behind: перед, as: как, two: два две,
  three: три, four: четыре, dancing: танцующий танцующая танцует танцующее, running: бегущий
  бегущая бегущее бежит, sleeping: спящий спящая спящее спит, happy: счастливый счастливая веселый
  веселая радостный радостная, crying: плачущий плачущая плачущее плачет, laughing: смеющийся
  смеющаяся смеющееся смеется, jumping: прыгающий прыгающая прыгает, flying: летящий летящая летит
uk | with: з із зі, angry: злий зла сердитий сердита, sad: сумний сумна, happy: щасливий щаслива
  веселий весела, tired: втомлений втомлена, sleepy: сонний сонна, glasses: окуляри окулярах, t
  shirt: вишиванці вишиванка сорочці футболці куртці, hat: шапці капелюсі шапкою, and: і й та, in:
  в у, without: без, holding: тримає їсть, on: на, under: під, two: два дві, three: три, dancing:
  танцюючий танцююча танцює, crying: плаче заплаканий заплакана, laughing: сміється усміхнений,
  running: біжить, sleeping: спить сплячий спляча, jumping: стрибає, flying: летить
vi | with: với, and: và, in: trong, wearing: đeo đội mặc, holding: cầm ăn uống, without:
  không, on: trên, a: một con cái chiếc đang, two: hai, three: ba, dancing: nhảy
ms | with: dengan, and: dan, in: di dalam, wearing: memakai pakai, holding: memegang makan minum,
  without: tanpa, a: seekor sebuah se yang, two: dua, three: tiga, dancing: menari
hi | and: और, with: साथ, in: में, on: पर, a: एक का की के से पहने हुए वाला वाली, two: दो, three:
  तीन
bn | and: এবং ও আর, with: সাথে সঙ্গে, a: একটি একটা, two: দুই দুটি, three: তিন
ja | with: と, a: の を かぶった かぶる つけた つけている した している かけた かけている 着た
  着ている 持った 持っている で が は な に い る た 食べる 食べている 飲む 飲んでいる, two: 二匹
  二つ 2匹 ふたつ, three: 三匹 三つ 3匹, dancing: 踊る 踊っている 踊ってる ダンス, angry:
  怒っている 怒った 怒る, sad: 悲しい, crying: 泣いている 泣いてる 泣いた 泣く, laughing:
  笑っている 笑ってる 笑う, sleeping: 寝ている 眠っている, running: 走る 走っている 走ってる,
  tired: 疲れた 疲れている 疲れてる, happy: 嬉しい 幸せな
ko | with: 와 과 하고 랑, a: 를 을 가 이 은 는 쓴 낀 입은 든 들고 있는 의 한 하는 먹는 마시는,
  two: 두 두마리, three: 세, dancing: 춤추는 춤, angry: 화난, sad: 슬픈, happy: 행복한
zh | with: 和 与 跟, a: 的 戴 戴着 穿 穿着 拿 拿着 在 着 一只 一个 一 只 个 吃 喝 了, two: 两只
  两个 二 两, three: 三只 三个 三, dancing: 跳舞 跳舞的, angry: 生气 生气的 愤怒, sad: 伤心,
  crying: 哭 哭泣 在哭, laughing: 笑 大笑, sleeping: 睡觉 睡着 睡着的, happy: 开心 快乐, without:
  没有
zh-hant | with: 和 與 跟, a: 的 戴 戴著 穿 穿著 拿 拿著 在 著 一隻 一個 一 隻 個 吃 喝 了, two:
  兩隻 兩個 二 兩, three: 三隻 三個 三, dancing: 跳舞, angry: 生氣 憤怒, happy: 開心 快樂,
  without: 沒有
tr | with: ile, and: ve, without: olmadan, a: bir bu şu takan giyen içen yiyen tutan okuyan binen
  çalan olan için de da çok, two: iki, three: üç, four: dört, dancing: dans eden, running: koşan,
  sleeping: uyuyan, crying: ağlayan ağlıyor, laughing: gülen gülüyor, jumping: zıplayan, flying:
  uçan, happy: mutlu neşeli, sad: üzgün, angry: kızgın sinirli öfkeli, tired: yorgun,
  sleepy: uykulu, hat: şapkalı, glasses: gözlüklü, sunglasses: güneş gözlüklü
th | and: และ, with: กับ, a: ใส่ สวม ที่ ตัว ถือ กิน, two: สอง, three: สาม, dancing: เต้น เต้นรำ
""")
