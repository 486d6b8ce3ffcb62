namespace Whalepaper.Admission.Ballots;

/// <summary>The words of holding ballots and elections; they lie beside it, in each language.</summary>
public sealed class BallotTexts;
