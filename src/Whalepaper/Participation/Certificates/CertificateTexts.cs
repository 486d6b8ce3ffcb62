namespace Whalepaper.Participation.Certificates;

/// <summary>The texts of certificates.</summary>
public sealed class CertificateTexts;
