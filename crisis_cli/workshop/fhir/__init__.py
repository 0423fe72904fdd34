"""A FHIR Questionnaire becomes a protocol; what cannot is named, item by item."""
