-- A head of an audit's chain that was told outside is still in the chain.
-- ru: Вершина цепочки журнала, о которой сообщили наружу, по-прежнему в цепочке.
-- help: saldo audit verify --head HEAD
select a.chain, a.batch_no, a.told_by, encode(a.sha256, 'hex') as sha256
  from audit_anchor a
 where not exists (select from audit_batch b where b.chain = a.chain and b.batch_no = a.batch_no and b.sha256 = a.sha256);
