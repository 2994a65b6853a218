import time, collections, json, os
import pytest
from tests.leaks import walk as w
from tests.leaks.test_state_b import only, found_by
pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(5000)]

def test_profile(monkeypatch):
    t0=time.time()
    rows=collections.defaultdict(lambda:[0,0.0])
    plain=w._answer
    def timed(client, ask, world):
        t=time.perf_counter()
        a=plain(client,ask,world)
        d=time.perf_counter()-t
        kind=f"{ask.method} {'more' if ask.is_more else 'plain'} {'another' if ask.is_another else ''} {'further' if ask.is_further else ''} {a.status}"
        for k in (("kind",kind),("name",ask.name+" "+ask.method),("param",ask.name+" "+(ask.address.partition('?')[2].partition('=')[0]) )):
            rows[k][0]+=1; rows[k][1]+=d
        return a
    monkeypatch.setattr(w,"_answer",timed)
    found_by(only({os.environ.get("WHO","B's officer")}), monkeypatch, brief=bool(os.environ.get("BRIEF")))
    out=sorted(((k[0],k[1],v[0],round(v[1],1)) for k,v in rows.items()),key=lambda r:-r[3])
    json.dump([time.time()-t0,out],open(os.environ["OUT"],"w"),indent=0)
