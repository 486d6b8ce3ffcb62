namespace Whalepaper.Participation;

/// <summary>The words around what members do, by what it is measured, and how they stand.</summary>
public sealed class ParticipationTexts;
