s0311-----
r s BC-ROW--Standings     03-05 
^BC-ROW--Standings<
^Rowing League Glance=
^All Times CET=
^By The Associated Press=
^NORTH=
^ W   L  Pct GB
Bergen 12  4  .750 _
New Haven 11  4  .733 {
Lübeck 6  9  .400 5{
	   ___=
^Sunday's Races=
	   Bergen 6:41, New Haven 6:44
	   Hobart at Lübeck, ppd.

	   AP-WF-03-05-24 0143EST<


