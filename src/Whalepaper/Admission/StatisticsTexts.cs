namespace Whalepaper.Admission;

/// <summary>The words of what is counted about applications; they lie beside it, in each language.</summary>
public sealed class StatisticsTexts;
