namespace Whalepaper.Talks.Handovers;

/// <summary>The texts about offers of talks and swaps of their dates.</summary>
public sealed class HandoverTexts;
