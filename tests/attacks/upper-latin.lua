return ("äÖß abc"):upper()
