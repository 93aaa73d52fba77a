a0219KYODO_koko-
u i BC-Ferry-Awaji   11-03 0211
BC-Ferry-Awaji
Ferry to Awaji stranded by fog
for second day+
     KOBE, March 11 Kyodo - A ferry to Awaji Island was stranded by 
fog for a second day on Monday, with 84 people aboard, the coast 
guard said.
     "We can hear the harbor, but we cannot see it," Captain Kenji 
Morioka said by radio.
==Kyodo
KWS-19:05-11-03-24
