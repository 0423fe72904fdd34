"""Words that tell a finder what help somebody gives: they keep a name off the coded card.

Seven languages, since people write down who helps them in their own. Each list is for reading: a
word alone is that word; with * at its end, every word that begins so. Chinese, Korean and Amharic
have no such ends: there a word counts wherever it stands. Where a word is also a first name that
many people have (Hope, Justice, Amparo, 지원), it is left out, or stands with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize

# Written big: small, some of these are names (Na, Va).
SHORT = (
    "AA NA AIDS VA DV CRT DBH CFSA CPS APS CPEP CSOSA PSA MPD USCIS ER ICU SOS ACT DHS TANF SSI "
    "SOME PrEP SAMHSA NAMI"
)
WORDS = {
    "en": """suicid*, crisis, crises, violen*, abuse*, abusive, victim*, survivor*, rape, raped,
        rapist, assault*, stalk*, traffick*, shelter*, refug*, asylum*, safe, safety, safehouse,
        hot line, hotline*, help line, helpline*, life line, lifeline*, warm line, warmline*,
        \\w+ line, advoca*, counsel*, therap*, psych*, mental*, behavioral, health*, wellness,
        clinic*, hospital*, hospice, doctor*, physician*, nurse, nurses, nursing, medic, medics,
        medical*, medicaid, medicat*, pharmac*, emergenc*, urgent*, police*, officer*,
        detective*, probation*, parole*, court, courts, courthouse, judge, pretrial, jail*,
        prison*, inmate*, reentry, re entry, re-entry, returning citizen*, halfway, bail bond*,
        bond hearing, legal*, law office, law firm, law clinic, lawyer*, attorney*, defender*,
        supervision, rehab*, detox*, recover*, sober*, addict*, drug*, alcohol*, narcotic*,
        substance*, opioid*, methadone, suboxone, buprenorphine, naloxone, narcan, needle*,
        harm reduction, sponsor*, meeting*, twelve step*, 12 step*, 12-step*, anonymous, aa,
        hiv, std, sti, testing, samaritan*, trauma*, help*, support*, worker*, peer, peers,
        outreach*, case manag*, caseworker*, casemanag*, social, welfare, protective, domestic,
        women, women's, womens, battered, homeless*, housing, intake, program, programs,
        programme*, service*, agency, unit, treatment, prevention, stabili*, response team,
        mobile team, center*, centre*, house, place, home, group home, village, mission,
        charities, hostel*, drop in, drop-in, dropin, whitman-walker, whitman walker, immigra*,
        deport*, detention, child protect*, foster care, foster parent*""",
    "es": """suicid*, crisis, violen*, violacion, violaciones, abuso*, abusad*, maltrat*,
        agresi*, agredid*, victima*, sobrevivient*, acoso, trata, albergue*, refugi*, asilo,
        casa, hogar, seguro, seguridad, casa segura, linea de, linea nacional, linea directa,
        ayuda*, apoyo*, consej*, orientador*, orientacion, terap*, psico*, sico*, psiqui*,
        siqui*, mental*, de salud, salud mental, salud publica, clinic*, hospital*, medic*,
        doctor*, enfermer*, farmacia*, emergencia*, urgencia*, ambulancia*, policia*, agente*,
        oficial de, libertad condicional, condicional, probatoria*, juez*, jueza*, juzgado*,
        tribunal*, corte, carcel*, prision*, preso*, penal, penales, fianza, abogad*, legal*,
        defensor*, fiscal*, rehabilita*, recupera*, desintox*, adicc*, adict*, drog*, alcoh*,
        narcotic*, metadona, anonimos, padrino, sida, vih, trabajador*, social*, servicio*,
        centro*, mujer*, domestic*, caso, casos, programa*, inmigra*, migra, deporta*,
        protecci*, prevenci*, vivienda, sin hogar""",
    "fr": """suicid*, crise*, violen*, abus, viol, viols, violee, violees, agress*, victime*,
        survivant*, harcel*, maltrait*, refuge*, refugie*, asile*, foyer*, hebergement*, abri,
        abris, accueil, ecoute, ligne*, numero vert, secours, aide a, aide aux, aide sociale,
        aide juridique, entraide, soutien*, conseil*, therap*, psy, psys, psych*, mental*,
        santé, la sante, sante mentale, de sante, clinique*, hopita*, medec*, medica*, docteur*,
        infirmi*, pharmac*, urgence*, ambulance*, police*, policier*, gendarm*, avocat*,
        juridique*, tribuna*, juge*, probation*, conditionnelle*, prison*, detenu*, garde a vue,
        desintox*, sevrage, toxico*, drogue*, alcool*, narcotique*, anonymes, parrain,
        methadone, sida, vih, depistage, travailleu*, social*, educateur*, service*, centre*,
        maison, maisons, femmes, femme, domestique*, immigr*, migrant*, protection, prevention,
        sans abri, sans-abri, logement*, reinsertion""",
    # Without their signs some of these are names (Tu Van, Bao Hanh): their signs alone tell.
    "vi": """tự tử, tự sát, tu sat, khung hoang, bạo lực, bao luc gia dinh, bạo hành, lạm dụng,
        nan nhan, hiep dam, cuong hiep, xam hai, quay roi, mái ấm, tam tru, nha tam, nha tro,
        lanh nan, tị nạn, ti nan, an toàn, nha an toan, duong day, tư vấn, tham vấn, tâm lý,
        tam than, tri lieu, benh vien, phong kham, bac si, y tá, điều dưỡng, y te, nha thuoc,
        cap cuu, xe cuu thuong, cong an, canh sat, toa an, tham phan, quan che, an treo, ân xá,
        tha co dieu kien, nha tu, tu giam, trai giam, luat su, phap ly, tro giup, giup do,
        ho tro, cuu tro, cai nghien, nghiện, con nghien, ma tuy, cai ruou, phục hồi, sida,
        nhan vien, xa hoi, trung tam, phu nu, dong dang, di tru, nhap cu, phong chong,
        vo gia cu, ẩn danh""",
    "am": """ዳኛ, ሱስ, ጤና, ህግ""",
}
ANYWHERE = {
    "zh": """自杀 自殺 轻生 輕生 危机 危機 热线 熱線 专线 專線 救助 救援 援助 求助 帮助 幫助
        互助 协助 協助 暴力 家暴 虐待 受害 性侵 强奸 強姦 骚扰 騷擾 庇护 庇護 收容 避难 避難
        安全屋 安全 咨询 諮詢 谘询 諮商 辅导 輔導 心理 精神 治疗 治療 疗养 療養 诊所 診所 门诊
        門診 医院 醫院 医生 醫生 医师 醫師 大夫 护士 護士 护理 護理 药房 藥房 急诊 急診 急救
        救护 救護 警察 警局 警官 公安 派出所 律师 律師 法律 法院 法庭 法官 法援 缓刑 緩刑 假释
        假釋 保释 保釋 监狱 監獄 看守所 拘留 戒毒 戒酒 戒瘾 戒癮 毒品 吸毒 成瘾 成癮 酗酒 匿名
        康复中 康復中 复健 復健 美沙酮 艾滋 愛滋 性病 妇女 婦女 社工 社会工作 社會工作 社会服务
        社會服務 个案 個案 服务 服務 中心 之家 机构 機構 协会 協會 基金会 基金會 福利 移民 难民
        難民 外展 同伴 朋辈 朋輩 支持 支援 生命线 生命線 无家 無家 游民 遊民 收留""",
    "ko": """자살 위기 폭력 학대 피해자 성폭 강간 성추행 스토킹 보호소 보호관찰 보호시설
        보호센터 쉼터 대피소 안전 핫라인 생명의전화 상담 심리 정신과 정신건강 정신병 정신의 치료
        테라피 병원 의원 클리닉 진료 보건 의사 간호 약국 응급 구급 경찰 형사 법원 법정 판사 검찰
        변호 법률 가석방 집행유예 교도소 구치소 유치장 감옥 출소 마약 중독 단약 단주모임
        금주모임 알코올 해독 재활 메타돈 메사돈 에이즈 성병 익명 도움 지원센터 지원팀 지원금
        센터 복지 사회복 사례관리 동료지원 여성의전화 여성인권 여성긴급 가정폭 이민국 이민법
        출입국 난민 노숙 시설 기관 협회 재단 서비스""",
    # An _ is a space.
    "am": """ራስን_ማጥፋት ማጥፋት ቀውስ ጥቃት ሁከት ተጎጂ ተጠቂ መድፈር ተደፈረ አስገድዶ መጠለያ መሸሸጊያ ደህንነት መስመር ምክር አማካሪ
        ህክምና ክሊኒክ ሆስፒታል ሀኪም_ቤት የሀኪም ዶክተር ነርስ ጤና_ጣቢያ የጤና ፋርማሲ መድሀኒት ድንገተኛ አምቡላንስ ፖሊስ ጠበቃ ፍርድ_ቤት
        ፍርድቤት እስር ወህኒ ማረሚያ አመክሮ ሱሰኛ ሱሰኝነት የሱስ ማገገሚያ ተሀድሶ አልኮል እፅ ሜታዶን ኤችአይቪ ኤች_አይ_ቪ ኤድስ ድጋፍ እርዳታ
        ርዳታ እገዛ ማእከል አእምሮ ስነልቦና ስነ_ልቦና ሴቶች ስደተኛ ስደተኞች ኢሚግሬሽን ማህበራዊ ሰራተኛ ጉዳይ ድርጅት አገልግሎት ቤት_አልባ""",
}

# Amharic letters that sound alike: each is written for the other. First of a row, and its like.
_ALIKE = {"\u1210": "\u1200", "\u1280": "\u1200", "\u1220": "\u1230", "\u12d0": "\u12a0"}
_ALIKE["\u1340"] = "\u1338"
_FOLD = {ord(a) + n: ord(b) + n for a, b in _ALIKE.items() for n in range(7)}


def tells(text: str) -> bool:
    """Whether a text says what kind of help it is about."""
    big = normalize("NFKC", text)
    return bool(_SHORT.search(big)) or any(_TELLING.search(one) for one in _written(text))


def _written(text: str) -> Iterator[str]:
    """A text in small letters, as it was typed and without the signs on its letters."""
    yield normalize("NFKC", text).casefold().translate(_FOLD)
    bare = (char for char in normalize("NFKD", text.casefold()) if category(char) != "Mn")
    yield normalize("NFC", "".join(bare)).replace("đ", "d").translate(_FOLD)


def _of_words(listed: str) -> Iterator[str]:
    """The patterns of a list whose words have a beginning and an end."""
    for word in (" ".join(one.split()) for one in listed.split(",")):
        end = "" if word.endswith("*") else r"(?!\w)"
        yield rf"(?<!\w){word.removesuffix('*').replace(' ', '[ -]+')}{end}"


_SHORT = re.compile(
    r"(?<![\w.])(?:" + "|".join(r"\.?".join(one) for one in SHORT.split()) + r")\.?(?!\w)"
)
_TELLING = re.compile(
    "|".join(
        [
            *(one for listed in WORDS.values() for one in _of_words(listed)),
            *(one.replace("_", " ") for many in ANYWHERE.values() for one in many.split()),
        ]
    ).translate(_FOLD)
)
