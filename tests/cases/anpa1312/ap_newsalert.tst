W3020_europ
b i BC-EU--APNewsAlert     03-05 0019
^BC-EU--APNewsAlert,19<
	   BERGEN, Norway (AP) _ Norwegian coast guard says all passengers safe after ferry runs aground off western city.

	   AP-WF-03-05-24 1350GMT<


