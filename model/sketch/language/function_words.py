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
es | smiling: sonriendo sonriente sonríe, laughing: risa, beanie: gorro, eating: come
  comiendo, singing: cantando canta, king: rey, shy: tímido avergonzado, riding: montando,
  chasing: persiguiendo
fr | smiling: souriant souriante sourit, singing: chantant chante, hat: chapeau, shy: timide
  gêné gênée, riding: chevauchant, running: courant
de | smiling: lächelnd lächelnde lächelnder lächelndes lächelt grinsend grinsender, singing:
  singend singende singender singt, hat: hut mütze, sunglasses: sonnenbrille, shy: schüchtern
  verlegen, scared: ängstlich ängstliche ängstlicher, in love: verliebt verliebte verliebter
  verliebtes, sitting: sitzend sitzende sitzender sitzt, eating: frisst
it | smiling: sorridente sorride, singing: cantando canta, hat: cappello, flying: volante,
  sitting: seduto seduta, laughing: risata
pt | smiling: sorrindo sorridente, singing: cantando canta, hat: chapéu, scared: assustado
  assustada, surprised: surpreso surpresa
nl | sad: verdrietig verdrietige droevig, angry: boos boze kwaad, crying: huilend huilende
  huilt, laughing: lachend lachende lacht, smiling: glimlachend glimlachende, sleeping: slapend
  slapende slaapt, running: rennend rennende rent, jumping: springend springende springt,
  flying: vliegend vliegende vliegt, tired: moe vermoeide, hat: hoed muts, glasses: bril,
  sunglasses: zonnebril, scared: bang bange, four: vier, five: vijf, eating: etend etende
sv | sad: ledsen ledsna, angry: arg arga, crying: gråtande gråter, laughing: skrattande
  skrattar, sleeping: sovande sover, running: springande springer, flying: flygande flyger,
  tired: trött trötta, hat: hatt mössa, glasses: glasögon, sunglasses: solglasögon, smiling:
  leende ler
da | sad: trist ked, angry: vred sur, crying: grædende græder, laughing: grinende griner,
  sleeping: sovende sover, running: løbende løber, tired: træt, hat: hat hue, glasses: briller,
  sunglasses: solbriller
nb | sad: trist lei, angry: sint, crying: gråtende gråter, laughing: leende ler, sleeping:
  sovende sover, running: løpende løper, tired: trøtt, hat: hatt lue, glasses: briller,
  sunglasses: solbriller
fi | sad: surullinen, angry: vihainen, crying: itkevä itkee, laughing: naurava nauraa, sleeping:
  nukkuva nukkuu, running: juokseva juoksee, tired: väsynyt, hat: hattu hattupäinen, glasses:
  lasit
hu | sad: szomorú, angry: dühös mérges, crying: síró sír, laughing: nevető nevet, sleeping: alvó
  alszik, running: futó fut, tired: fáradt, hat: kalap kalapos, glasses: szemüveg szemüveges,
  sunglasses: napszemüveges
pl | sad: smutny smutna smutne, angry: zły zła wściekły wściekła, crying: płaczący płacząca
  płacze, laughing: śmiejący śmiejąca śmieje, smiling: uśmiechnięty uśmiechnięta, sleeping:
  śpiący śpiąca śpi, running: biegnący biegnąca biegnie, jumping: skaczący skacze, flying:
  latający latająca lata, tired: zmęczony zmęczona, hat: kapeluszu kapelusz czapce czapka,
  glasses: okularach okulary, sunglasses: przeciwsłonecznych, balloon: balonem balonikiem,
  crown: koronie koroną, four: cztery, scared: przestraszony przestraszona
ru | balloon: шарик шариком шариками шар шаром, crown: короне короной, smiling: улыбающийся
  улыбающаяся улыбается, scared: испуганный испуганная, four: четыре, five: пять, sunglasses:
  солнцезащитных, scarf: шарфе шарфом, in love: влюблённый влюблённая влюбленный влюбленная
uk | balloon: кулька кулькою кулькою, smiling: усміхається, crown: короні, scared: наляканий
  налякана
hi | dancing: नाचता नाचती नाचते नृत्य, laughing: हंसता हंसती हँसता हँसती, smiling: मुस्कुराता
  मुस्कुराती मुस्कुराते, crying: रोता रोती रोते, sleeping: सोता सोती सोते, running: दौड़ता दौड़ती,
  flying: उड़ता उड़ती, angry: गुस्सा गुस्से क्रोधित नाराज, happy: खुश खुशमिजाज, sad: दुखी उदास,
  tired: थका थकी, scared: डरा डरी, glasses: चश्मा चश्मे, hat: टोपी, a: हुआ हुई है रहा रही लिए
bn | dancing: নাচছে নাচা নৃত্যরত, crying: কাঁদছে কান্নারত, laughing: হাসছে, sleeping: ঘুমন্ত,
  happy: খুশি সুখী, angry: রাগী রাগান্বিত, sad: দুঃখী
ko | laughing: 웃고, smiling: 웃는 미소짓는, crying: 우는 울고, sleeping: 자는 자고 잠자는,
  running: 달리는 뛰는, flying: 나는 날고, jumping: 점프하는, tired: 피곤한 지친, scared: 무서운
  겁먹은, surprised: 놀란, shy: 부끄러운, sunglasses: 선글라스를 선글라스, glasses: 안경을 안경,
  hat: 모자를 모자, four: 네, sleepy: 졸린, bored: 지루한, in love: 사랑에
ja | smiling: 微笑む 微笑んでいる 笑顔の, sunglasses: サングラス, hat: 帽子, flying: 飛ぶ
  飛んでいる, jumping: 跳ぶ 跳んでいる ジャンプする, sleepy: 眠い 眠そうな, scared: 怖がる
  怖がっている 怯えた, surprised: 驚いた 驚いている, four: 四匹 4匹, riding: 乗る 乗っている
  乗った, dancing: 踊り
zh | smiling: 微笑 微笑的, running: 跑步 奔跑 奔跑的, flying: 飞 飞翔 飞翔的, angry: 愤怒的,
  sad: 伤心的 悲伤 悲伤的 难过, happy: 开心的 快乐的, tired: 疲惫 疲惫的 累, surprised: 惊讶
  惊讶的, scared: 害怕 害怕的, shy: 害羞 害羞的, riding: 骑 骑着, crying: 哭泣的, four: 四只
  四个, hat: 帽子, sunglasses: 墨镜
th | crying: ร้องไห้, laughing: หัวเราะ, smiling: ยิ้ม, sleeping: นอน นอนหลับ หลับ, happy:
  มีความสุข, sad: เศร้า, angry: โกรธ, running: วิ่ง, flying: บิน, hat: หมวก, glasses: แว่นตา,
  sunglasses: แว่นกันแดด
vi | crying: khóc, laughing: cười, sleeping: ngủ, happy: vui, sad: buồn, angry: giận, running:
  chạy, flying: bay, hat: mũ, glasses: kính
tr | smiling: gülümseyen, scared: korkmuş korkan, surprised: şaşkın, sitting: oturan, five: beş,
  crown: taçlı, balloon: balonlu balonla
ar | with: مع, and: و, in: في, on: على, without: بدون, under: تحت, a: ال من الى هو هي, wearing:
  يرتدي ترتدي يلبس, holding: يحمل تحمل يأكل تأكل يشرب, two: اثنان اثنين, three: ثلاثة ثلاث,
  four: أربعة, dancing: يرقص ترقص راقص راقصة الراقص الراقصة, running: يركض تركض, sleeping: نائم
  نائمة ينام تنام النائم النائمة, happy: سعيد سعيدة السعيد السعيدة فرحان, sad: حزين حزينة الحزين
  الحزينة, angry: غاضب غاضبة الغاضب الغاضبة, crying: يبكي تبكي باكي, laughing: يضحك تضحك ضاحك,
  smiling: مبتسم مبتسمة, tired: متعب متعبة, scared: خائف خائفة, flying: يطير تطير طائر, cat: قط
  قطة القط القطة, dog: كلب الكلب, glasses: نظارة نظارات, sunglasses: شمسية, hat: قبعة, big
  smile: يبتسم
fa | with: با, and: و, in: در, on: روی, without: بدون, a: یک را که است از, dancing: رقصنده رقصان
  می‌رقصد, sleeping: خوابیده خواب, happy: خوشحال شاد, sad: غمگین, angry: عصبانی خشمگین, crying:
  گریان, laughing: خندان, tired: خسته, cat: گربه, dog: سگ, two: دو, three: سه, hat: کلاه,
  glasses: عینک, running: دوان
he | with: עם, and: ו, a: את של ה זה, in: בתוך, on: על, dancing: רוקד רוקדת, sleeping: ישן ישנה,
  happy: שמח שמחה, sad: עצוב עצובה, angry: כועס כועסת, crying: בוכה, laughing: צוחק צוחקת,
  tired: עייף, cat: חתול חתולה, dog: כלב, two: שני שתי שניים, three: שלושה שלוש, hat: כובע,
  glasses: משקפיים, sunglasses: שמש, running: רץ רצה
el | with: με, and: και, in: σε στο στη, on: πάνω, a: ένα ένας μια η ο το τα της του που,
  dancing: χορεύει, sleeping: κοιμάται, happy: χαρούμενη χαρούμενος χαρούμενο, sad: λυπημένη
  λυπημένος λυπημένο, angry: θυμωμένη θυμωμένος θυμωμένο, crying: κλαίει, laughing: γελάει, two:
  δύο, three: τρεις τρία, hat: καπέλο, glasses: γυαλιά
id | with: dengan, and: dan, in: di dalam, on: atas, wearing: memakai pakai berkacamata,
  holding: memegang makan minum, without: tanpa, a: seekor sebuah se yang sedang, two: dua,
  three: tiga, dancing: menari, sleeping: tidur, happy: senang bahagia gembira, sad: sedih,
  angry: marah, crying: menangis, laughing: tertawa, smiling: tersenyum, running: berlari lari,
  flying: terbang, tired: lelah capek, hat: topi, glasses: kacamata, scared: takut, cat: kucing,
  dog: anjing, crown: mahkota
ms | sleeping: tidur, happy: gembira, sad: sedih, angry: marah, crying: menangis, laughing:
  ketawa
cs | with: s se, and: a, in: v ve, on: na, under: pod, without: bez, wearing: nosí, holding:
  drží jí pije, dancing: tančící tancující tančí, sleeping: spící spí, happy: šťastný šťastná
  šťastné veselý veselá, sad: smutný smutná smutné, angry: naštvaný naštvaná rozzlobený
  rozzlobená vzteklý, crying: plačící brečící pláče, laughing: smějící směje, running: běžící
  běží, flying: létající letící, tired: unavený unavená, two: dva dvě, three: tři, hat: klobouk
  klobouku klobouku čepice čepici, glasses: brýle brýlemi brýlích, sunglasses: slunečními
  slunečních, cat: kočka kočku kočičí
ro | with: cu, and: și si, in: în, on: pe, without: fără, a: un o care este, wearing: poartă
  purtând, holding: ține mănâncă bea, dancing: dansând dansează dansator, sleeping: dormind
  doarme adormit adormită, happy: fericit fericită vesel veselă, sad: trist tristă, angry:
  furios furioasă supărat supărată, crying: plângând plânge, laughing: râzând râde, running:
  alergând aleargă, two: doi două, three: trei, hat: pălărie căciulă, glasses: ochelari
ja | red: 赤い 赤, blue: 青い 青, green: 緑の 緑, yellow: 黄色い 黄色, black: 黒い 黒, white:
  白い 白, pink: ピンクの ピンク, purple: 紫の 紫, orange: オレンジ色, gold: 金色
zh | red: 红色 红色的 红, blue: 蓝色 蓝色的 蓝, green: 绿色 绿色的 绿, yellow: 黄色 黄色的 黄,
  black: 黑色 黑色的 黑, white: 白色 白色的 白, pink: 粉色 粉色的 粉红色, purple: 紫色 紫色的
  紫, gold: 金色
ko | red: 빨간 빨간색 빨강, blue: 파란 파란색, green: 초록 초록색 녹색, yellow: 노란 노란색,
  black: 검은 검정, white: 하얀 흰, pink: 분홍 분홍색 핑크, purple: 보라색 보라, gold: 금색
ru | red: красный красная красное красные красном красной, blue: синий синяя синее синие голубой
  голубая, green: зелёный зелёная зелёное зеленый зеленая зеленое, yellow: жёлтый жёлтая желтый
  желтая, black: чёрный чёрная черный черная, white: белый белая белое, pink: розовый розовая
  розовое, purple: фиолетовый фиолетовая, gold: золотой золотая
uk | red: червоний червона червоне, blue: синій синя, green: зелений зелена, yellow: жовтий
  жовта, black: чорний чорна, white: білий біла, pink: рожевий рожева
pl | red: czerwony czerwona czerwone, blue: niebieski niebieska, green: zielony zielona, yellow:
  żółty żółta, black: czarny czarna, white: biały biała, pink: różowy różowa
ar | red: أحمر حمراء الأحمر, blue: أزرق زرقاء, green: أخضر خضراء, yellow: أصفر صفراء, black:
  أسود سوداء, white: أبيض بيضاء, pink: وردي وردية
hi | red: लाल, blue: नीला नीली नीले, green: हरा हरी हरे, yellow: पीला पीली पीले, black: काला
  काली काले, white: सफेद, pink: गुलाबी
tr | red: kırmızı, blue: mavi, green: yeşil, yellow: sarı, black: siyah kara, white: beyaz,
  pink: pembe, purple: mor
id | red: merah, blue: biru, green: hijau, yellow: kuning, black: hitam, white: putih, pink:
  jambon
de | red: rot rote roter rotes rotem roten, blue: blau blaue blauer blaues blauem blauen, green:
  grün grüne grüner grünes grünem grünen, yellow: gelb gelbe gelber gelbes gelbem gelben, black:
  schwarz schwarze schwarzer schwarzes schwarzem schwarzen, white: weiß weiße weißer weißes
  weißem weißen, pink: rosa pinke pinker pinkes, purple: lila violette, gold: goldene goldener
  goldenes goldenen
fr | red: rouge rouges, blue: bleu bleue bleus bleues, green: vert verte, yellow: jaune, black:
  noir noire, white: blanc blanche, purple: violet violette, gold: doré dorée
es | red: rojo roja rojos rojas, blue: azul azules, green: verde verdes, yellow: amarillo
  amarilla, black: negro negra, white: blanco blanca, pink: rosa rosado rosada, purple: morado
  morada, gold: dorado dorada
it | pink: rosa, red: rosso rossa rossi, blue: blu, yellow: giallo gialla, black: nero nera,
  white: bianco bianca
pt | pink: rosa, red: vermelho vermelha, yellow: amarelo amarela, black: preto preta, white:
  branco branca, purple: roxo roxa
nl | red: rood rode, blue: blauw blauwe, green: groen groene, yellow: geel gele, black: zwart
  zwarte, white: wit witte, purple: paars paarse, gold: gouden
""")
