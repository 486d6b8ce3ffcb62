namespace Whalepaper.Topics.Proposals;

/// <summary>The words of proposals; see the resources of the same name.</summary>
public sealed class ProposalTexts;
