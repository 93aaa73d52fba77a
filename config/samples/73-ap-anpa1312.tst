W3021_europ
f i BC-EU--Norway-FerryAgrou 2ndLd-Writethru   03-05 0412
^BC-EU--Norway-Ferry Aground, 2nd Ld-Writethru,412<
^Ferry runs aground off Bergen; all passengers
safe<
^AP Photo OSL101, OSL102<
^Eds: Updates with quote. With AP Photos. Call the desk at 212-555-0142.<
^By MARA LINDQVIST and JONAS BREKKE=
^Associated Press=
	   BERGEN, Norway (AP) _ A ferry with 212 people on board ran aground Tuesday off the western city, the coast guard said.
 
	   ``We were lucky with the weather,'' harbor master Sigrid Aamot said.
 
	   ___
 
	   Brekke reported from Oslo.

	   AP-WF-03-05-24 1422GMT<


