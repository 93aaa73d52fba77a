Source: Lindqvist Ferries ASA 
MEDIA RELEASE PR00042
EMBARGOED UNTIL 0900 GMT, MARCH 6, 2024

Lindqvist Ferries Opens Year-Round Line Between Bergen and the Shetland 
Islands

BERGEN, Norway, LONDON and SINGAPORE, 
March 5, 2024 /PRNewswire-AsiaNet/ --

Lindqvist Ferries ASA today announced a year-round line to the Shetland 
Islands, its first outside of Norway. 

• Two sailings a week 
• 212 berths 

For more information: Sigrid Aamot, +47 5550 0123, press@lindqvist.example

SOURCE Lindqvist Ferries ASA
