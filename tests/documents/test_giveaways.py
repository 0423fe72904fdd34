"""What tells a finder what a card is for, in each language, and which names do not."""

from unicodedata import category, normalize

import pytest

from crisis_cli.documents.coded import agreed, first_name
from crisis_cli.documents.giveaways import ANYWHERE, WORDS, tells
from crisis_cli.errors import CrisisError

LANGUAGES = ("en", "es", "fr", "am", "zh", "ko", "vi")
TELLING = {
    "en": (
        "My probation officer;Parole;DC court;AA sponsor;NA meeting;A.A.;aa group;Detox on 5th;"
        "Methadone clinic;HIV clinic;Whitman-Walker;N Street Village;Women's shelter;Crisis line;"
        "the warm line;Rape center;My therapist;Case worker;Social worker;DV advocate;CPEP;CSOSA;"
        "Public defender;Sober house;12-step group;Needle exchange;Re-entry program;School nurse"
    ),
    "es": (
        "Mi consejera;L\u00ednea de crisis;El juzgado;Libertad condicional;La cl\u00ednica;"
        "Alcoh\u00f3licos An\u00f3nimos;Metadona;Centro de salud;El albergue;Trabajadora social;"
        "Casa de mujeres;Abogado;POLIC\u00cdA;linea de ayuda;Mi padrino;VIH;Desintoxicaci\u00f3n"
    ),
    "fr": (
        "Mon psy;L'h\u00f4pital;H\u00c9BERGEMENT;"
        "Foyer;Le refuge;SOS amiti\u00e9;Ligne d'\u00e9coute;"
        "Conseill\u00e8re;Le tribunal;Libert\u00e9 conditionnelle;Sevrage;M\u00e9decin;Sant\u00e9;"
        "Assistante sociale;Secours populaire;VIH;Centre;Avocate;Alcooliques anonymes"
    ),
    "am": (
        "ሆስፒታል;ክሊኒክ;ፖሊስ;ጠበቃ;መጠለያ;የሴቶች መጠለያ;የምክር አገልግሎት;ሐኪም ቤት;ሕክምና;ፍርድ ቤት;አመክሮ;"
        "የሱስ ማገገሚያ;ዕፅ;ሜታዶን;ኤች አይ ቪ;ኤችአይቪ;ራስን ማጥፋት;ቀውስ;ማዕከል;ሥነ ልቦና;ዶክተር;እርዳታ;ማኅበራዊ ሠራተኛ"
    ),
    "zh": (
        "自杀热线;自殺熱線;危机中心;家暴庇护所;庇護所;心理咨询;心理諮商;医生;醫院;诊所;警察;律师;"
        "法院;缓刑官;假釋;戒毒所;戒酒会;美沙酮;艾滋病;愛滋;社工;互助会;妇女之家;李医生;急诊"
    ),
    "ko": (
        "자살예방;위기전화;상담사;쉼터;가정폭력;성폭력;병원;의사;클리닉;경찰;변호사;법원;보호관찰관;"
        "가석방;마약;중독센터;금주모임;메타돈;에이즈;사회복지사;정신과;재활;생명의전화;여성의전화;응급실"
    ),
    "vi": (
        "Bệnh viện;benh vien;Phòng khám;Bác sĩ;Công an;Cảnh sát;Luật sư;Tòa án;Quản chế;Án treo;"
        "Cai nghiện;Ma túy;Tư vấn;Tâm lý;Tự tử;Khủng hoảng;Bạo lực;Nạn nhân;Mái ấm;Đường dây nóng;"
        "Trung tâm;Nhân viên xã hội;Hỗ trợ;Cấp cứu;HIV;SIDA;methadone;NFD Bác sĩ"
    ),
}
NAMES = {
    "en": (
        "Ana;Courtney;Hope;Grace;Faith;Justice;Charity;Foster;Draper;Abby;Jerome;Aaron;Nadia;Victor;"
        "Victoria;Medina;Legend;Doc;Marcus;Tay;Big Mike;Kim;Denise;Dee;Sheriff;Ward;Nan;Aida;Summer"
    ),
    "es": (
        "Esperanza;Consuelo;Socorro;Amparo;Remedios;Mercedes;Dolores;Milagros;Segundo;Ana Segura;"
        "Jos\u00e9 Pe\u00f1alba;Aid\u00e9;Lina;Casandra;Clinio;Luz;Sal;Marisol;Cort\u00e9s;Pilar"
    ),
    "fr": "Line;C\u00e9line;Maelle;Violette;Viola;Justine;Abel;Fran\u00e7oise;Jules;Prudence",
    "am": (
        "አበበ;አቡሽ;አይናለም;ዳኛቸው;ቤተልሔም;ሱስንዮስ;ሰላም;ተስፋዬ;ሐና;ዓለም;ጸሐይ;እስራኤል;መስፍን;ፍርድአወቅ;ሃኪም;ጤናዬ;"
        "ትዕግሥት;Abush;Selam;Tigist;Hakim"
    ),
    "zh": "王小明;李安;张伟;陳美玲;林志強;安安;阿珍;刘医;王康;Wei;Xiu Ying;Na;欧阳娜娜",
    "ko": "지원;박지원;이민호;이민정;정신영;이금주;여성구;보라;안나;나영;Na-young;Min Ji;Mi",
    "vi": (
        "Lan;An;Vân;Tú Vân;Tu Van;Bảo Hạnh;Bao Hanh;Lâm Dũng;Diệu Dương;Thắm Vân;An Toan;Nguyễn;"
        "Phúc;Công;Toàn;Bảo;Tâm;Trợ;Minh Anh;Y Vân;Va"
    ),
}


def each(table):
    return [
        pytest.param(said, id=f"{language} {said}")
        for language in LANGUAGES
        for said in table[language].split(";")
    ]


@pytest.mark.parametrize("said", each(TELLING))
def test_what_tells_is_no_name_and_no_label(said):
    assert first_name(said) == ""
    assert tells(normalize("NFD", said)) and tells(f"{said} 2")
    with pytest.raises(CrisisError, match="cannot stand on the card"):
        agreed(said)


@pytest.mark.parametrize("said", each(NAMES))
def test_a_name_that_people_have_stays(said):
    assert first_name(said) and not tells(said)


def test_a_name_stays_where_what_tells_stands_apart_from_it():
    assert first_name("Ana (my parole officer)") == "Ana"
    assert first_name("王小明（社工）") == "王小明"
    assert first_name("Lan, bác sĩ") == "Lan"


@pytest.mark.parametrize("label", ["Office", "Ann at work", "Bureau", "ቢሮ", "公司", "사무실"])
def test_an_everyday_label_may_stand(label):
    assert agreed(label) == label


@pytest.mark.parametrize("language", WORDS)
def test_every_word_of_a_list_tells(language):
    for word in (" ".join(one.split()) for one in WORDS[language].split(",")):
        said = word.replace("\\w+", "day").removesuffix("*")
        assert tells(said) and tells(said.upper()), word
        if language == "es":
            assert tells(bare(said)), word
        assert not tells(f"x{said}") or " " in said or "-" in said or language == "am", word


@pytest.mark.parametrize("language", ANYWHERE)
def test_every_word_that_counts_wherever_it_stands_tells(language):
    for word in ANYWHERE[language].split():
        assert tells(f"X{word.replace('_', ' ')}X"), word


def bare(text):
    return "".join(char for char in normalize("NFD", text) if category(char) != "Mn")
