"""With the thesaurus that is shipped, everyday requests find the right trade.

The sellers and the requests here are invented; each is written in its own words: sellers as
sellers talk, requests as notices do. A change that breaks one of them needs a reason.
"""

from pathlib import Path

import pytest

from app.matching import Index, Supplier, Thesaurus, rank, search

from .makers import TODAY, need, product, supplier

DATA = Path(__file__).parents[2] / "data"


def firm(name: str, *wares: tuple[str, str]) -> Supplier:
    """Make a seller from names and descriptions of its wares."""
    listed = tuple(product(ware, description=text) for ware, text in wares)
    return supplier(name, products=listed)


FIRMS = (
    firm("깔끔두레", ("건물 미화", "상주 미화원이 복도와 계단을 날마다 닦습니다")),
    firm("빛창", ("유리 닦기", "고층 외벽 유리창을 로프로 닦습니다")),
    firm("맑은물", ("물탱크 세척", "저수조 청소와 수질검사")),
    firm("튼튼방역", ("실내 소독", "살균 소독과 소독증명서 발급")),
    firm("벌레끝", ("해충 방제", "바퀴와 쥐 정기 관리")),
    firm("새집손", ("입주 청소", "이사 전후 새집 청소")),
    firm("든든지킴", ("시설 경비", "경비원 상주와 야간 당직")),
    firm("손수목공", ("집수리", "단열 창호와 싱크대 교체")),
    firm("벽지사랑", ("도배 장판", "벽지와 바닥재 시공")),
    firm("푸른뜰", ("조경 관리", "가지치기와 제초, 잔디 깎기")),
    firm("꽃길", ("꽃다발과 화환", "축하 화환과 근조 화환 배달")),
    firm("텃밭지기", ("상자텃밭", "모종과 흙, 도시농업 강사")),
    firm("되돌림", ("재활용품 수거", "폐지와 병을 거두어 선별")),
    firm("종이파쇄", ("문서 파쇄", "보안 문서를 현장에서 파쇄")),
    firm("다시쓰는컵", ("다회용컵 대여", "축제용 다회용기 대여와 세척")),
    firm("한끼정성", ("단체 도시락", "회의와 행사용 도시락")),
    firm("잔치한상", ("출장 뷔페", "케이터링과 다과상")),
    firm("달구름빵", ("우리밀 빵", "쿠키와 케이크")),
    firm("콩향기", ("원두 납품", "사무실 커피 원두와 드립백")),
    firm("장독대", ("김치와 반찬", "급식용 김치 납품")),
    firm("활자마을", ("책자 인쇄", "리플릿과 포스터, 소책자")),
    firm("펄럭광고", ("현수막 출력", "배너와 족자")),
    firm("길잡이간판", ("실내 안내판", "간판과 표지판, 사인물 설치")),
    firm("추억앨범", ("졸업앨범", "학교 사진 촬영과 앨범 편집")),
    firm("빛나는상", ("상패와 트로피", "감사패 각인")),
    firm("손말", ("수어 통역", "행사 수어 통역사 파견")),
    firm("점글", ("점자 인쇄", "점자 책자와 큰글자 책")),
    firm("움직그림", ("홍보 영상", "기획부터 촬영과 편집까지")),
    firm("또렷디자인", ("편집 디자인", "카드뉴스와 인포그래픽")),
    firm("말나눔", ("번역과 통역", "다국어 번역과 동시통역")),
    firm("누리짜기", ("홈페이지 제작", "반응형 누리집 구축")),
    firm("척척컴", ("컴퓨터 수리", "전산 유지보수와 PC 점검")),
    firm("다시토너", ("재제조 토너", "프린터 카트리지 충전")),
    firm("기록담기", ("문서 스캔", "기록물 전산화와 DB 구축")),
    firm("또박코딩", ("코딩 교육", "블록코딩 강사 파견")),
    firm("방과후숲", ("방과후학교 위탁", "늘봄 강사와 프로그램")),
    firm("꿈찾기", ("직업 체험", "진로 캠프와 직업인 특강")),
    firm("살림교육", ("심폐소생술 교육", "응급처치 실습")),
    firm("모두의인권", ("장애인식개선 교육", "인권 강사 파견")),
    firm("축제공작", ("행사 기획", "축제와 기념식 대행")),
    firm("큰그늘", ("천막 임대", "몽골텐트와 의자 대여")),
    firm("소리마당", ("국악 공연", "찾아가는 음악회")),
    firm("온에어", ("온라인 생중계", "유튜브 라이브 송출")),
    firm("길동무버스", ("전세버스", "45인승 버스 임차")),
    firm("짐나름", ("사무실 이사", "포장이사와 짐 운반")),
    firm("느린여행", ("공정여행", "마을여행과 탐방")),
    firm("함께돌봄", ("방문요양", "재가 어르신 돌봄")),
    firm("집안일손", ("가사 도우미", "가사 서비스 파견")),
    firm("마음쉼", ("심리상담", "직원 상담과 집단상담")),
    firm("바른문구", ("사무용품", "볼펜과 파일, 문구 세트")),
    firm("나무책상", ("사무용 가구", "책상과 의자, 책장 제작")),
    firm("달빛위생", ("면생리대", "유기농 생리대와 파우치")),
    firm("보송세탁", ("이불 빨래", "침구 세탁과 수거 배달")),
    firm("바늘땀", ("단체복 제작", "조끼와 근무복, 티셔츠")),
    firm("다시멋", ("업사이클 소품", "폐현수막으로 만든 가방")),
    firm("기억선물", ("기념품", "텀블러와 판촉물에 로고 인쇄")),
    firm("셈바로", ("회계 자문", "보조금 정산과 세무")),
    firm("숫자마을", ("실태조사", "설문조사와 통계 분석")),
)

NOTICES = [
    ("구민회관 청소용역 연간계약", "깔끔두레"),
    ("청사 고층부 외벽 유리창 청소", "빛창"),
    ("초등학교 저수조 청소 및 소독 용역", "맑은물"),
    ("관내 경로당 감염병 예방 방역소독", "튼튼방역"),
    ("급식실 해충 방제 용역", "벌레끝"),
    ("신축 도서관 준공청소 용역", "새집손"),
    ("문화센터 야간 당직 및 경비 용역", "든든지킴"),
    ("저소득 가구 주거환경개선 집수리 사업", "손수목공"),
    ("임대주택 도배 및 장판 교체 공사", "벽지사랑"),
    ("공원 수목 가지치기 및 제초 작업", "푸른뜰"),
    ("퇴임식 꽃다발 구입", "꽃길"),
    ("학교 텃밭 상자 및 모종 구매", "텃밭지기"),
    ("재활용품 수거 및 선별 위탁", "되돌림"),
    ("보존기한 지난 문서 현장 파쇄", "종이파쇄"),
    ("축제 일회용품 줄이기 다회용기 대여", "다시쓰는컵"),
    ("직원 워크숍 점심 도시락 구매", "한끼정성"),
    ("개관식 케이터링 용역", "잔치한상"),
    ("생일 축하 케이크 구매", "달구름빵"),
    ("사무실 원두커피 정기 구매", "콩향기"),
    ("복지관 급식용 김치 납품", "장독대"),
    ("사업 안내 리플릿 제작", "활자마을"),
    ("가을 축제 홍보 현수막 제작", "펄럭광고"),
    ("신청사 안내판 및 사인물 설치", "길잡이간판"),
    ("2026학년도 졸업앨범 제작", "추억앨범"),
    ("모범시민 감사패 제작", "빛나는상"),
    ("기념식 수어통역 지원", "손말"),
    ("점자 안내책자 제작", "점글"),
    ("정책 홍보영상 제작 용역", "움직그림"),
    ("연차보고서 편집디자인 용역", "또렷디자인"),
    ("국제회의 동시통역 용역", "말나눔"),
    ("센터 홈페이지 구축 용역", "누리짜기"),
    ("전산장비 유지보수 용역", "척척컴"),
    ("재제조 토너 카트리지 단가계약", "다시토너"),
    ("인허가 대장 기록물 전산화", "기록담기"),
    ("초등학교 소프트웨어 코딩교육 위탁", "또박코딩"),
    ("방과후학교 프로그램 위탁운영", "방과후숲"),
    ("자유학기제 진로체험 운영", "꿈찾기"),
    ("교직원 심폐소생술 교육", "살림교육"),
    ("직장 내 장애인 인식개선 교육", "모두의인권"),
    ("구민의 날 기념행사 대행 용역", "축제공작"),
    ("벼룩시장 천막 및 의자 임차", "큰그늘"),
    ("찾아가는 음악회 공연", "소리마당"),
    ("토론회 온라인 생중계 용역", "온에어"),
    ("현장학습 전세버스 임차", "길동무버스"),
    ("사무실 이전 용역", "짐나름"),
    ("어르신 방문요양 서비스", "함께돌봄"),
    ("저소득 가정 가사지원 서비스", "집안일손"),
    ("직원 심리상담 프로그램(EAP)", "마음쉼"),
    ("사무용품 연간 단가계약", "바른문구"),
    ("회의실 책상 및 의자 구매", "나무책상"),
    ("보건실 비치용 생리대 구매", "달빛위생"),
    ("숙직실 침구 세탁 용역", "보송세탁"),
    ("자원봉사자 단체 조끼 구매", "바늘땀"),
    ("폐현수막 업사이클 가방 구매", "다시멋"),
    ("행사 기념품(텀블러) 구매", "기억선물"),
    ("보조금 정산 회계검증 용역", "셈바로"),
    ("주민 욕구 실태조사 용역", "숫자마을"),
]
TYPED = [
    ("ㄷㅅㄹ", "한끼정성"),
    ("ㅎㅅㅁ", "펄럭광고"),
    ("현수먁", "펄럭광고"),
    ("플랜카드", "펄럭광고"),
    ("캐터링", "잔치한상"),
    ("홈피 만들어주는 곳", "누리짜기"),
    ("gustnakr", "펄럭광고"),
    ("이불 빨아주는 데", "보송세탁"),
    ("쥐 잡아주세요", "벌레끝"),
    ("관광버스 대절", "길동무버스"),
    ("심폐소생 강사", "살림교육"),
    ("물탱크청소업체", "맑은물"),
    ("꽃배달", "꽃길"),
    ("빛나는 상", "빛나는상"),
    ("움직 그림", "움직그림"),
    ("컴퓨타 수리", "척척컴"),
    ("사무실이사", "짐나름"),
    ("몽골 텐트 빌리기", "큰그늘"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    """The invented register under the thesaurus that is shipped."""
    thesaurus = Thesaurus.load(DATA / "thesaurus" / "concepts.csv", DATA / "categories.csv")
    return Index(thesaurus, FIRMS)


@pytest.mark.parametrize(("title", "name"), NOTICES)
def test_a_notice_finds_the_trade_it_asks_for(index: Index, title: str, name: str) -> None:
    found = rank(need(title), index, as_of=TODAY, limit=3)

    assert found.results[0].supplier.name == name


@pytest.mark.parametrize(("typed", "name"), TYPED)
def test_a_line_typed_in_haste_finds_what_is_meant(index: Index, typed: str, name: str) -> None:
    assert search(typed, index, limit=3)[0].supplier.name == name


def test_a_request_for_what_nobody_sells_finds_nobody_convincing(index: Index) -> None:
    found = rank(need("원자로 냉각재 펌프"), index, limit=3)

    assert all(one.score < 35 for one in found.results)


def test_every_request_finds_few_strangers(index: Index) -> None:
    every = len(FIRMS)
    named = [len(rank(need(title), index, limit=every).results) for title, _ in NOTICES]

    assert sum(named) / len(named) < every / 2


def test_youths_are_not_cleaning(index: Index) -> None:
    found = rank(need("청소년 진로 캠프"), index)

    assert "깔끔두레" not in [one.supplier.name for one in found.results[:3]]


def test_a_banner_made_into_a_bag_is_not_a_banner(index: Index) -> None:
    found = [one.supplier.name for one in rank(need("현수막 제작"), index).results]

    assert found[0] == "펄럭광고"
    assert found.index("펄럭광고") < (found.index("다시멋") if "다시멋" in found else len(found))
