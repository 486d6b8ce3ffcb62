namespace Whalepaper.Audit;

/// <summary>The words of the audit log; they lie beside it, in each language.</summary>
public sealed class AuditTexts;
