namespace Whalepaper.Admission;

/// <summary>The words of applying, and of what becomes of it; they lie beside it, in each language.</summary>
public sealed class ApplicationTexts;
