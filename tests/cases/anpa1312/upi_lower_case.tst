u2207_upi--
r i am-ferry 1stld-writethru 03-05 0180
^am-ferry, 1st ld-writethru,180<
^Ferry runs aground in Portugal<
^By JANET ROWE=
^UPI Staff Writer=
     LISBON, Portugal, March 5 (UPI) -- A ferry ran aground Tuesday off
the mouth of the Tagus, port officials said. Nobody was hurt.
     The vessel will be towed at high tide.

