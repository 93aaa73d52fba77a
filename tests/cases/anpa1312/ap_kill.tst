W3044_europ
b i BC-EU--Norway-Ferry Kill   03-05 0070
^BC-EU--Norway-Ferry Aground, Bulletin Kill,70<
^KILL: Ferry runs aground off Bergen<
^Eds: A kill is mandatory. Make certain the story is not used.<
	   BERGEN, Norway (AP) _ Kill the story slugged BC-EU--Norway-Ferry Aground, V3021. The company named in it does not own the ferry.

	   AP-WF-03-05-24 1600GMT<


