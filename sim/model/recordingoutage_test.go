package model_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// An outage in the events of a recording is one in the replay: connections that were open are dead, connects fail until it
// is over, and a stage that failed occupies its place as long as it did. Files need not be compressed.
func TestRecordedOutage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"outage.json": `{"spec": {"engine": {"pool_size": 1, "max_overflow": 0, "pre_ping": true, "recycle": -1, "timeout": 3, "reset": "rollback"}},
			"versions": {"python": "3.11.2", "sqlalchemy": "1.4.46"}}`,
		"outage.stages.csv": `rid,cls,st,t_req,t_slot,t_grant,t_free,how,conn,nconn,conn_ms,nom_ms,out
0,req,a,0.10000,0.10000,0.12000,0.20000,n,1,1,20.00,80,ok
1,req,a,1.50000,1.50000,,1.53000,i,-1,1,30.00,80,ConnectionRefusedError
2,req,a,1.51000,1.53000,,1.54000,q,-1,1,10.00,80,ConnectionRefusedError
3,req,a,2.50000,2.50000,2.52000,2.60000,i,2,1,20.00,80,ok
`,
		"outage.events.csv": "t,ev,conn,dur_ms,rid,note\n1.00000,db_stop,,,,\n2.00000,db_start,,,,\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := readRecordings(t, dir, (*recording).readRun)[0]
	m, got := r.measured(), &r.replay(t, replayModes[modeStages], r.noLoop()).got
	want := []time.Duration{0, 0, 0, 20 * time.Millisecond}
	for i := range want {
		if m.waits[i] != want[i] || got.waits[i] != want[i] {
			t.Errorf("wait %d: recorded %v, replayed %v, want %v", i, m.waits[i], got.waits[i], want[i])
		}
	}
	if m.connects != 4 || got.connects != 4 {
		t.Errorf("connects: recorded %d, replayed %d, want 4", m.connects, got.connects)
	}
	for _, e := range r.compare(m, got, replayModes[modeStages]) {
		if e.misses() {
			t.Errorf("%s: recorded %v, replayed %v", e.measure, e.measured, e.replayed)
		}
	}
}
