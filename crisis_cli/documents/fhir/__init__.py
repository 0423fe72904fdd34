"""A contact as a FHIR R4 (4.0.1) QuestionnaireResponse."""
