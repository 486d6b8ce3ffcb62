namespace Whalepaper.Talks.Claiming;

/// <summary>The texts about claims, waiting lists, stand-ins and days off.</summary>
public sealed class ClaimTexts;
