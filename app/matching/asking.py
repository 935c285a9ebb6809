"""The words with which people ask, which say nothing of what they ask for."""

_ASKING = """
업체 업체들 회사 곳 집 데 좀 요 있나요 있어요 있을까요 없나요 추천 추천해주세요 찾아요 찾습니다
찾기 주세요 해주세요 해주는 해주는곳 하는곳 하는 만들어주는 만들어 주는 주는곳 만드는 필요해요 필요
부탁 부탁드려요 싶어요 하려고요 시키려고요 해야 해야되는데 되는데 하는데 어디 어디서 알려주세요 우리
제일 잘하는 싼 저렴한 근처 문의 같은 그 이 저 거 것 때 할 수 있는 전문 데요 하는데요 있는데요
싶은데 싶은데요 어디예요 어디에요 어디인가요 어딘가요 없을까요 있으면 구해요 구합니다 구할 구하려고
원해요 궁금해요 가능한 가능한가요 가능할까요 되나요 될까요 할까요 주실 주시는 줄 분 보내주는 맡길
맡기고 맡기려고 부를 부르고 부르려고 불러보려고 쓰려고 사려고 할만한 괜찮은 좋은 믿을만한 믿을
가까운 동네 연락처 전화번호 번호 혹시 저희 제가 저희는 급하게 급해요 빨리 오늘 내일 이번에 다음
문의드려요 문의합니다 알아보고 알아보는데 소개해주세요 어떻게 얼마 얼마예요 얼마나 비용 가격 견적 쪽
거기 여기 뭐 누가 아시는 아는 찾고
"""
_EVERYWHERE = """
설치 수리 교체 관리 진행 신청 이용
"""

FILLERS = frozenset(_ASKING.split())
"""Put aside from a typed line: '도시락 업체 추천해주세요' asks for '도시락'."""

EVERYWHERE = frozenset(_EVERYWHERE.split())
"""What is done with many things; like the words of notices they are never a misspelling."""
